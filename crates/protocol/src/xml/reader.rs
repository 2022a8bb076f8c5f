//! An XML document as a tree. No document types, no entities but the five that all know, no
//! namespaces (prefixes are dropped): what a message needs and an attacker cannot use.

/// What cannot be read, and why.
pub(super) type Broken = &'static str;

const ELEMENTS_MAX: usize = 250_000;
const DEPTH_MAX: usize = 64;
const ATTRIBUTES_MAX: usize = 64;

#[derive(Debug, Default)]
pub(super) struct Element<'a> {
    pub(super) name: &'a str,
    pub(super) attributes: Vec<(&'a str, String)>,
    /// All text directly inside, put together.
    pub(super) text: String,
    pub(super) children: Vec<Element<'a>>,
}

/// Reads a document; gives its root.
pub(super) fn read(text: &str) -> Result<Element<'_>, Broken> {
    let mut reader = Reader { rest: text.trim_start_matches('\u{FEFF}') };
    let mut open: Vec<Element<'_>> = Vec::new();
    let mut elements = 0;
    loop {
        match reader.next()? {
            Piece::Text(text) => match open.last_mut() {
                Some(element) => unescape(text, &mut element.text)?,
                None if text.trim().is_empty() => {}
                None => return Err("text outside of the root of the XML"),
            },
            Piece::Data(text) => {
                open.last_mut().ok_or("data outside of the root of the XML")?.text.push_str(text);
            }
            Piece::Start(element, is_whole) => {
                elements += 1;
                if open.len() == DEPTH_MAX || elements > ELEMENTS_MAX {
                    return Err("the XML is nested too deeply, or too large");
                }
                open.push(element);
                if is_whole && let Some(root) = close(&mut open) {
                    return reader.end(root);
                }
            }
            Piece::End(name) => {
                if open.last().is_none_or(|element| element.name != name) {
                    return Err("an element of the XML ends that did not begin");
                }
                if let Some(root) = close(&mut open) {
                    return reader.end(root);
                }
            }
            Piece::Nothing => {}
        }
    }
}

/// Ends the innermost element; gives it back if it is the root.
fn close<'a>(open: &mut Vec<Element<'a>>) -> Option<Element<'a>> {
    let element = open.pop()?;
    match open.last_mut() {
        Some(parent) => {
            parent.children.push(element);
            None
        }
        None => Some(element),
    }
}

enum Piece<'a> {
    Text(&'a str),
    Data(&'a str),
    Start(Element<'a>, bool),
    End(&'a str),
    /// A comment, an instruction or a declaration.
    Nothing,
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<Piece<'a>, Broken> {
        if self.rest.is_empty() {
            return Err("the XML ends too early");
        }
        if !self.rest.starts_with('<') {
            let end = self.rest.find('<').unwrap_or(self.rest.len());
            return Ok(Piece::Text(self.take(end)));
        }
        if self.skip("<!--") {
            return self.until("-->").map(|_| Piece::Nothing);
        }
        if self.skip("<![CDATA[") {
            return self.until("]]>").map(Piece::Data);
        }
        if self.skip("<?") {
            return self.until("?>").map(|_| Piece::Nothing);
        }
        if self.skip("<!") {
            return Err("the XML has a document type, and must not");
        }
        if self.skip("</") {
            let name = self.until(">")?;
            return Ok(Piece::End(local(name.trim_end())));
        }
        self.skip("<");
        self.start()
    }

    fn start(&mut self) -> Result<Piece<'a>, Broken> {
        let name = self.name()?;
        let mut element = Element { name: local(name), ..Element::default() };
        loop {
            self.rest = self.rest.trim_start();
            if self.skip("/>") {
                return Ok(Piece::Start(element, true));
            }
            if self.skip(">") {
                return Ok(Piece::Start(element, false));
            }
            if element.attributes.len() == ATTRIBUTES_MAX {
                return Err("an element of the XML has too many attributes");
            }
            let name = self.name()?;
            self.rest = self.rest.trim_start();
            if !self.skip("=") {
                return Err("an attribute of the XML has no value");
            }
            self.rest = self.rest.trim_start();
            let value = match (self.skip("\""), self.rest.starts_with('\'')) {
                (true, _) => self.until("\"")?,
                (false, true) => {
                    self.take(1);
                    self.until("'")?
                }
                _ => return Err("an attribute of the XML has no value"),
            };
            let mut text = String::new();
            unescape(value, &mut text)?;
            element.attributes.push((local(name), text));
        }
    }

    fn name(&mut self) -> Result<&'a str, Broken> {
        let ends = |c: char| c.is_whitespace() || matches!(c, '=' | '/' | '>' | '<' | '"' | '\'');
        let end = self.rest.find(ends).ok_or("the XML ends too early")?;
        if end == 0 {
            return Err("a name is missing in the XML");
        }
        Ok(self.take(end))
    }

    fn skip(&mut self, start: &str) -> bool {
        match self.rest.strip_prefix(start) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn until(&mut self, end: &str) -> Result<&'a str, Broken> {
        let (before, after) = self.rest.split_once(end).ok_or("the XML ends too early")?;
        self.rest = after;
        Ok(before)
    }

    fn take(&mut self, count: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(count);
        self.rest = rest;
        taken
    }

    /// After the root only space, comments and instructions may follow.
    fn end(mut self, root: Element<'a>) -> Result<Element<'a>, Broken> {
        while !self.rest.is_empty() {
            match self.next()? {
                Piece::Nothing => {}
                Piece::Text(text) if text.trim().is_empty() => {}
                _ => return Err("the XML goes on after its end"),
            }
        }
        Ok(root)
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn unescape(text: &str, into: &mut String) -> Result<(), Broken> {
    const UNKNOWN: Broken = "the XML has an entity that is not known";
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        // The longest that is known is `&#x10FFFF;`; further on is not worth a look.
        let end = after.bytes().take(12).position(|byte| byte == b';').ok_or(UNKNOWN)?;
        into.push_str(before);
        into.push(match &after[..end] {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            number => {
                let number = number.strip_prefix('#').ok_or(UNKNOWN)?;
                let code = match number.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => number.parse(),
                };
                code.ok().and_then(char::from_u32).ok_or(UNKNOWN)?
            }
        });
        rest = &after[end + 1..];
    }
    into.push_str(rest);
    Ok(())
}
