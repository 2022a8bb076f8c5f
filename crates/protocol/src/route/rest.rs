//! Operations of the REST protocols, by method and path.

use std::collections::HashMap;
use std::sync::LazyLock;

use http::request::Parts;

use super::{Asked, Refusal, no_operation};
use crate::bind::Labels;
use crate::schema::{Missing, Protocol, Service};
use crate::{Call, Fault, Operation, SERVICES, form};

/// Deeper paths are nobody's.
const SEGMENTS_MAX: usize = 256;

/// A path of the model: `/2017-03-31/tags/{Resource}?find=x`.
struct Template {
    service: &'static Service,
    method: &'static str,
    segments: Vec<Segment>,
    /// Parameters the query must have, with the value, where the template has one.
    query: Vec<(&'static str, Option<&'static str>)>,
    leads_to: Result<Operation, &'static Missing>,
}

enum Segment {
    Word(&'static str),
    Label(&'static str),
    /// `{Key+}`: this segment and all after it.
    Greedy(&'static str),
}

/// Templates by the first word of their path, most specific first; under the empty word those that
/// start with a label.
static TEMPLATES: LazyLock<HashMap<&'static str, Vec<Template>>> = LazyLock::new(|| {
    let mut templates: HashMap<_, Vec<Template>> = HashMap::new();
    let rest =
        |service: &Service| matches!(service.protocol, Protocol::RestJson | Protocol::RestXml);
    let known = Operation::all().filter(|operation| rest(operation.service())).map(|operation| {
        let schema = operation.schema();
        template(operation.service(), schema.method, schema.uri, Ok(operation))
    });
    let missing = SERVICES.iter().copied().filter(|service| rest(service)).flat_map(|service| {
        let templates = service.missing.iter();
        templates.map(|missing| template(service, missing.method, missing.uri, Err(missing)))
    });
    for template in known.chain(missing) {
        let first = match template.segments.first() {
            Some(Segment::Word(word)) => word,
            _ => "",
        };
        templates.entry(first).or_default().push(template);
    }
    for group in templates.values_mut() {
        group.sort_by_key(|template| std::cmp::Reverse(template.specificity()));
    }
    templates
});

fn template(
    service: &'static Service,
    method: &'static str,
    uri: &'static str,
    leads_to: Result<Operation, &'static Missing>,
) -> Template {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let query = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value))));
    let segments = path.split('/').skip(1).filter(|segment| !segment.is_empty());
    let segments = segments.map(|segment| {
        match segment.strip_prefix('{').and_then(|label| label.strip_suffix('}')) {
            None => Segment::Word(segment),
            Some(label) => match label.strip_suffix('+') {
                None => Segment::Label(label),
                Some(label) => Segment::Greedy(label),
            },
        }
    });
    Template { service, method, segments: segments.collect(), query: query.collect(), leads_to }
}

impl Template {
    /// Words are better than labels, earlier ones better than later ones, constants in the query
    /// better than none.
    fn specificity(&self) -> (Vec<u8>, usize) {
        let path = self.segments.iter().map(|segment| match segment {
            Segment::Word(_) => 2,
            Segment::Label(_) => 1,
            Segment::Greedy(_) => 0,
        });
        (path.collect(), self.query.len())
    }

    /// The labels of a path of this form, still encoded.
    fn fits<'a>(&self, path: &[&'a str]) -> Option<Vec<(&'static str, Vec<&'a str>)>> {
        let mut labels = Vec::new();
        let mut rest = path;
        for segment in &self.segments {
            let (first, after) = rest.split_first()?;
            match segment {
                Segment::Word(word) if word == first => rest = after,
                Segment::Word(_) => return None,
                // A label is never empty: what ends in a slash is what stands before it.
                Segment::Label(_) if first.is_empty() => return None,
                Segment::Greedy(_) if rest == [""] => return None,
                Segment::Label(name) => {
                    labels.push((*name, vec![*first]));
                    rest = after;
                }
                Segment::Greedy(name) => {
                    labels.push((*name, rest.to_vec()));
                    rest = &[];
                }
            }
        }
        // Older clients end some paths with a slash.
        (rest.is_empty() || rest == [""]).then_some(labels)
    }

    fn wants(&self, query: &[(String, String)]) -> bool {
        self.query.iter().all(|(name, value)| {
            query
                .iter()
                .any(|(given, with)| given == name && value.is_none_or(|value| value == with))
        })
    }
}

/// Finds the operation of the service, or of any if none is known.
pub(super) fn find(head: &Parts, asked: Asked) -> Result<Call, Refusal> {
    let protocol = asked.any().map_or(Protocol::RestJson, |service| service.protocol);
    let refuse = |fault| Refusal::new(protocol, fault);
    let path: Vec<&str> = head.uri.path().split('/').skip(1).take(SEGMENTS_MAX + 1).collect();
    let unknown = || {
        let message = format!("No operation is called by {} {}.", head.method, head.uri.path());
        refuse(Fault::unknown_operation(404, message))
    };
    if path.len() > SEGMENTS_MAX {
        return Err(unknown());
    }
    let query = form::parse(head.uri.query().unwrap_or_default().as_bytes()).map_err(refuse)?;
    // Those that begin with a word, then those that begin with a label.
    let word = path.first().copied().filter(|word| !word.is_empty());
    let groups = word.into_iter().chain([""]);
    let templates = groups.filter_map(|first| TEMPLATES.get(first)).flatten();
    let mine = templates.filter(|template| asked.is(template.service));
    let mut fitting = mine.filter(|template| template.method == head.method.as_str());
    let found = fitting.find_map(|template| {
        let labels = template.fits(&path)?;
        template.wants(&query).then_some((template, labels))
    });
    let Some((template, labels)) = found else { return Err(unknown()) };
    let operation = template.leads_to.map_err(|missing| {
        let message = no_operation(template.service, missing.name);
        refuse(Fault::unknown_operation(501, message))
    })?;
    let decoded = labels
        .into_iter()
        .map(|(name, parts)| Ok((name, form::label(parts.join("/").as_bytes())?)));
    let labels: Labels = decoded.collect::<Result<_, _>>().map_err(refuse)?;
    let protocol = template.service.protocol;
    Ok(Call { operation, protocol, labels, form: Vec::new() })
}
