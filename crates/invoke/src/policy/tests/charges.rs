//! What one version's instances and zygote must be charged, by simple rules.

#[derive(Debug)]
pub(super) struct Charges {
    configured_mb: u64,
    plain: Option<u64>,
    copies: Option<u64>,
    unmeasured: (u64, u64),
    pub(super) zygote_mb: Option<u64>,
}

impl Charges {
    pub(super) fn new(mb: u64) -> Self {
        let unmeasured = (mb, mb);
        Self { configured_mb: mb, plain: None, copies: None, unmeasured, zygote_mb: None }
    }

    pub(super) fn deployed(&mut self, mb: u64) {
        self.configured_mb = mb;
        self.unmeasured = (mb, self.zygote_mb.map_or(mb, |zygote| zygote.min(mb)));
    }

    pub(super) fn grown(&mut self, mb: u64) {
        self.zygote_mb = Some(mb);
        self.deployed(self.configured_mb);
    }

    pub(super) fn measured(&mut self, copied: bool, peak_mb: u64) {
        let (of, least) = if copied { (&mut self.copies, 2) } else { (&mut self.plain, 16) };
        *of = Some(peak_mb.max(least).max(of.unwrap_or(0)));
    }

    pub(super) fn of(&self, copied: bool) -> u64 {
        if copied {
            self.copies.unwrap_or(self.unmeasured.1)
        } else {
            self.plain.unwrap_or(self.unmeasured.0)
        }
    }

    pub(super) fn of_zygote(&self) -> u64 {
        self.zygote_mb.unwrap_or(self.of(false))
    }
}
