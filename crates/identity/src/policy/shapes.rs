//! Shapes that IAM's JSON has everywhere: one or many, objects without doubles, texts written as
//! numbers.

use std::collections::BTreeSet;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// A text, or a truth value or number that stands for one.
pub(super) struct Scalar(pub(super) String);

/// One thing, or a list of them.
pub(super) struct Many<T>(pub(super) Vec<T>);

/// An object in the order in which it is written; no key comes twice.
pub(super) struct Pairs<V>(pub(super) Vec<(String, V)>);

impl<V> Default for Pairs<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'a, V: Deserialize<'a>> Pairs<V> {
    pub(super) fn read<A: MapAccess<'a>>(mut map: A) -> Result<Self, A::Error> {
        let (mut pairs, mut keys) = (Vec::new(), BTreeSet::new());
        while let Some((key, value)) = map.next_entry::<String, V>()? {
            if !keys.insert(key.clone()) {
                return Err(A::Error::custom("the same key twice"));
            }
            pairs.push((key, value));
        }
        Ok(Self(pairs))
    }
}

impl<V> Pairs<V> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

struct Reads<T>(PhantomData<T>);

impl<'a, T: Deserialize<'a>> Visitor<'a> for Reads<Many<T>> {
    type Value = Many<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one or a list")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Many<T>, E> {
        T::deserialize(text.into_deserializer()).map(|one| Many(vec![one]))
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Many<T>, E> {
        T::deserialize(truth.into_deserializer()).map(|one| Many(vec![one]))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Many<T>, E> {
        T::deserialize(number.into_deserializer()).map(|one| Many(vec![one]))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Many<T>, E> {
        T::deserialize(number.into_deserializer()).map(|one| Many(vec![one]))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Many<T>, E> {
        T::deserialize(number.into_deserializer()).map(|one| Many(vec![one]))
    }

    fn visit_map<A: MapAccess<'a>>(self, map: A) -> Result<Many<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|one| Many(vec![one]))
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<Many<T>, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = list.next_element()? {
            all.push(one);
        }
        Ok(Many(all))
    }
}

impl<'a, V: Deserialize<'a>> Visitor<'a> for Reads<Pairs<V>> {
    type Value = Pairs<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, map: A) -> Result<Pairs<V>, A::Error> {
        Pairs::read(map)
    }
}

impl Visitor<'_> for Reads<Scalar> {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar(text.to_owned()))
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Scalar, E> {
        Ok(Scalar(truth.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Scalar, E> {
        Ok(Scalar(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Scalar, E> {
        Ok(Scalar(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Scalar, E> {
        Ok(Scalar(number.to_string()))
    }
}

macro_rules! reads {
    ($kind:ty $(, $parameter:ident)?) => {
        impl<'a $(, $parameter: Deserialize<'a>)?> Deserialize<'a> for $kind {
            fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
                from.deserialize_any(Reads::<Self>(PhantomData))
            }
        }
    };
}

reads!(Many<T>, T);
reads!(Pairs<V>, V);
reads!(Scalar);

impl<T: Serialize> Serialize for Many<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if let [one] = self.0.as_slice() {
            return one.serialize(to);
        }
        let mut list = to.serialize_seq(Some(self.0.len()))?;
        for one in &self.0 {
            list.serialize_element(one)?;
        }
        list.end()
    }
}

impl<V: Serialize> Serialize for Pairs<V> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}
