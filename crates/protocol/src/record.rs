//! The macros that generated types are written in. Rust's own macros, so that the generated files
//! say what the types are and nothing else.

/// Structures: the fields stand in the order of the schema's members.
macro_rules! structures {
    ($(
        $schema:ident $(#[$attribute:meta])*
        struct $name:ident { $( $field:ident: $type:ty, )* }
    )*) => { $(
        #[derive(Clone, PartialEq)]
        $(#[$attribute])*
        pub struct $name { $( pub $field: $type, )* }

        impl $crate::Record for $name {
            const SCHEMA: &'static $crate::schema::Structure = &super::schema::$schema;

            #[allow(unused_mut, unused_variables)]
            fn from_slots(slots: $crate::Slots) -> Result<Self, $crate::Mismatch> {
                let mut slots = slots.into_iter();
                Ok(Self { $( $field: $crate::Field::take(slots.next().flatten())?, )* })
            }

            fn into_slots(self) -> $crate::Slots {
                vec![ $( $crate::Field::put(self.$field), )* ]
            }
        }

        impl $crate::Field for $name {
            fn take(value: Option<$crate::Value>) -> Result<Self, $crate::Mismatch> {
                match value {
                    Some($crate::Value::Structure(slots)) => $crate::Record::from_slots(slots),
                    _ => Err($crate::Mismatch),
                }
            }

            fn put(self) -> Option<$crate::Value> {
                Some($crate::Value::Structure($crate::Record::into_slots(self)))
            }
        }

        // What is sensitive must not reach a log by a debug print.
        impl std::fmt::Debug for $name {
            #[allow(unused_mut, unused_variables)]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut shown = f.debug_struct(stringify!($name));
                let mut members = <Self as $crate::Record>::SCHEMA.members.iter();
                $(
                    if members.next().is_some_and(|member| member.shape.sensitive()) {
                        shown.field(stringify!($field), &"(sensitive)");
                    } else {
                        shown.field(stringify!($field), &self.$field);
                    }
                )*
                shown.finish()
            }
        }
    )* };
}

/// Enumerations of texts.
macro_rules! enumerations {
    ($(
        enum $name:ident { $( $variant:ident = $text:literal, )* }
    )*) => { $(
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $variant, )* }

        impl $name {
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )* ];

            pub fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $text, )* }
            }

            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $( $text => Some(Self::$variant), )*
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::Field for $name {
            fn take(value: Option<$crate::Value>) -> Result<Self, $crate::Mismatch> {
                match value {
                    Some($crate::Value::Text(text)) => Self::parse(&text).ok_or($crate::Mismatch),
                    _ => Err($crate::Mismatch),
                }
            }

            fn put(self) -> Option<$crate::Value> {
                Some($crate::Value::Text(self.as_str().to_owned()))
            }
        }
    )* };
}

/// The operations of a service: an enumeration, and for each a type that knows what goes in and out.
macro_rules! operations {
    ($service:ident { $( $name:ident($schema:ident): $input:ty => $output:ty, )* }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Operation { $( $name, )* }

        impl Operation {
            pub const ALL: &'static [Self] = &[ $( Self::$name, )* ];

            pub fn schema(self) -> &'static $crate::schema::Operation {
                match self { $( Self::$name => &$schema, )* }
            }

            /// The action's name in policies and requests.
            pub fn name(self) -> &'static str {
                match self { $( Self::$name => stringify!($name), )* }
            }

            /// An input through its type and back, for tests of all types.
            #[doc(hidden)]
            pub fn retyped_input(self, slots: $crate::Slots) -> Result<$crate::Slots, $crate::Mismatch> {
                #[allow(unused_imports)]
                use super::types::*;
                match self { $( Self::$name => $crate::retyped::<$input>(slots), )* }
            }

            /// An output through its type and back.
            #[doc(hidden)]
            pub fn retyped_output(self, slots: $crate::Slots) -> Result<$crate::Slots, $crate::Mismatch> {
                #[allow(unused_imports)]
                use super::types::*;
                match self { $( Self::$name => $crate::retyped::<$output>(slots), )* }
            }
        }

        /// One type for each operation, for `Call::input` and `Call::output`.
        pub mod op {
            #[allow(unused_imports)]
            use super::super::types::*;

            $(
                #[derive(Debug, Clone, Copy)]
                pub struct $name;

                impl $crate::Contract for $name {
                    type Input = $input;
                    type Output = $output;
                    type Error = super::super::Error;
                    const OPERATION: $crate::Operation =
                        $crate::Operation::$service(super::Operation::$name);
                }
            )*
        }
    };
}

/// The errors of a service. Each has a message; some have more.
macro_rules! errors {
    ($( $name:ident($schema:ident) { $( $field:ident: $type:ty = $position:literal, )* } )*) => {
        #[derive(Debug, Clone, PartialEq)]
        pub enum Error {
            $( $name { message: String, $( $field: $type, )* }, )*
            /// An error that all services know, or one that the model does not have.
            Other($crate::Fault),
        }

        impl From<$crate::Fault> for Error {
            fn from(fault: $crate::Fault) -> Self {
                Self::Other(fault)
            }
        }

        impl From<Error> for $crate::Fault {
            fn from(error: Error) -> Self {
                match error {
                    $(
                        #[allow(unused_mut)]
                        Error::$name { message, $( $field, )* } => {
                            let mut fault = $crate::Fault::modeled(&$schema, message);
                            $( fault.detail($position, $crate::Field::put($field)); )*
                            fault
                        }
                    )*
                    Error::Other(fault) => fault,
                }
            }
        }

        impl std::fmt::Display for Error {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $( Self::$name { message, .. } => write!(f, "{}: {message}", stringify!($name)), )*
                    Self::Other(fault) => fault.fmt(f),
                }
            }
        }

        impl std::error::Error for Error {}
    };
}

/// The services, and their operations as one.
macro_rules! services {
    ($( $name:ident($module:ident), )*) => {
        /// An operation of any service.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Operation { $( $name($module::Operation), )* }

        pub static SERVICES: &[&$crate::schema::Service] = &[ $( &$module::SERVICE, )* ];

        impl Operation {
            pub fn all() -> impl Iterator<Item = Self> {
                let all = std::iter::empty();
                $( let all = all.chain($module::Operation::ALL.iter().copied().map(Self::$name)); )*
                all
            }

            pub fn schema(self) -> &'static $crate::schema::Operation {
                match self { $( Self::$name(operation) => operation.schema(), )* }
            }

            #[doc(hidden)]
            pub fn retyped_input(self, slots: $crate::Slots) -> Result<$crate::Slots, $crate::Mismatch> {
                match self { $( Self::$name(operation) => operation.retyped_input(slots), )* }
            }

            #[doc(hidden)]
            pub fn retyped_output(self, slots: $crate::Slots) -> Result<$crate::Slots, $crate::Mismatch> {
                match self { $( Self::$name(operation) => operation.retyped_output(slots), )* }
            }

            pub fn name(self) -> &'static str {
                match self { $( Self::$name(operation) => operation.name(), )* }
            }

            pub fn service(self) -> &'static $crate::schema::Service {
                match self { $( Self::$name(_) => &$module::SERVICE, )* }
            }
        }
    };
}

/// What streams consist of.
macro_rules! events {
    ($(
        $schema:ident enum $name:ident { $( $event:ident($type:ty) = $position:literal, )* }
    )*) => { $(
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name { $( $event($type), )* }

        impl $name {
            /// The event as it is sent. None if it is larger than a frame can be.
            pub fn frame(self, protocol: $crate::schema::Protocol) -> Option<bytes::Bytes> {
                let (position, slots) = match self {
                    $( Self::$event(event) => ($position, $crate::Record::into_slots(event)), )*
                };
                $crate::event_frame(&super::schema::$schema, position, &slots, protocol)
            }
        }
    )* };
}
