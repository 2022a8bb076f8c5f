//! Places in a group's events, as the tokens that clients carry from page to page.

use super::GroupsError;
use super::source::Way;
use crate::logs::Place;

const DIGITS: usize = 20;

pub(super) fn invalid() -> GroupsError {
    GroupsError::Invalid("The specified nextToken is invalid.".into())
}

/// A place and the way to go on from it: `f/…/s` forward, `b/…/s` back.
pub(super) fn token(way: Way, place: Place) -> String {
    let way = if way == Way::Forward { 'f' } else { 'b' };
    format!("{way}/{}/s", digits(place))
}

pub(super) fn parse(token: &str) -> Result<(Way, Place), GroupsError> {
    let (way, rest) = match token.split_at_checked(2) {
        Some(("f/", rest)) => (Way::Forward, rest),
        Some(("b/", rest)) => (Way::Back, rest),
        _ => return Err(invalid()),
    };
    let place = rest.strip_suffix("/s").and_then(place).ok_or_else(invalid)?;
    Ok((way, place))
}

/// Places in both sources of a group.
pub(super) fn pair_token(places: [Place; 2]) -> String {
    places.map(digits).concat()
}

pub(super) fn parse_pair(token: &str) -> Result<[Place; 2], GroupsError> {
    let (own, function) = token.split_at_checked(2 * DIGITS).ok_or_else(invalid)?;
    let (own, function) = (place(own), place(function));
    Ok([own.ok_or_else(invalid)?, function.ok_or_else(invalid)?])
}

/// What names an event within its group.
pub(super) fn event_id(place: Place) -> String {
    format!("{:028}{:028}", place.at_us, place.seq)
}

/// The place right behind this one, and the one right before it.
pub(super) fn next(place: Place) -> Place {
    match place.seq.checked_add(1) {
        Some(seq) => Place { seq, ..place },
        None => Place { at_us: place.at_us.saturating_add(1), seq: 0 },
    }
}

pub(super) fn previous(place: Place) -> Place {
    match place.seq.checked_sub(1) {
        Some(seq) => Place { seq, ..place },
        None => Place::before(place.at_us),
    }
}

fn digits(place: Place) -> String {
    format!("{:020}{:020}", place.at_us, place.seq)
}

fn place(text: &str) -> Option<Place> {
    let (at, seq) = text.split_at_checked(DIGITS).filter(|(_, seq)| seq.len() == DIGITS)?;
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let place = Place { at_us: at.parse().ok()?, seq: seq.parse().ok()? };
    Some(place).filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_back_as_they_went() {
        let place = Place { at_us: 7, seq: u64::MAX };
        for way in [Way::Forward, Way::Back] {
            assert_eq!(parse(&token(way, place)).unwrap(), (way, place));
        }
        let other = Place { at_us: u64::MAX, seq: 0 };
        assert_eq!(parse_pair(&pair_token([place, other])).unwrap(), [place, other]);
        assert_eq!(previous(next(place)), Place { at_us: 7, seq: u64::MAX });
        assert_eq!(next(previous(other)), other);
        let plus = format!("f/+{}/s", "0".repeat(39));
        let many = format!("f/{}/s", "9".repeat(40));
        for wrong in ["", "f/", "f//s", "x/1/s", "é/", plus.as_str(), many.as_str()] {
            assert!(parse(wrong).is_err(), "{wrong}");
            assert!(parse_pair(wrong).is_err(), "{wrong}");
        }
    }
}
