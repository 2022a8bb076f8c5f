//! Bodies read within the budget.

mod reading;
