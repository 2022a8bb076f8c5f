//! The one URL of a function: what manifests and the API make of it together.

use functions::{Cors, DeclaredUrl, Draft, Error, Function, Spec, Url, UrlAuth, UrlTerms};
use store::{Batch, Key, Keyspace, Record, Store};

use crate::support::{Shop, name, spec};

fn saying(url: Option<DeclaredUrl>) -> Spec {
    let mut spec = spec("a");
    spec.config.url = url;
    spec
}

fn signed() -> DeclaredUrl {
    let cors = Cors { origins: vec!["https://shop.example".into()], ..Cors::default() };
    DeclaredUrl::On(UrlTerms { auth: UrlAuth::Iam, cors: Some(cors) })
}

/// What the Lambda API does.
async fn edit(shop: &Shop, change: impl FnOnce(&mut Option<Url>)) {
    let name = name("a");
    let edited = shop.registry.edit(&name, 2_000, |draft: &mut Draft| {
        let urls = &mut draft.settings()?.urls;
        let mut url = urls.remove("$LATEST");
        change(&mut url);
        urls.extend(url.map(|url| ("$LATEST".to_owned(), url)));
        Ok::<_, Error>(())
    });
    edited.await.unwrap();
}

fn of_the_api() -> Url {
    Url { signed: true, streams: true, cors: None, created_ms: 2_000, changed_ms: 2_000 }
}

fn terms(shop: &Shop) -> Option<UrlTerms> {
    shop.registry.entry("a").unwrap().url(None).map(Url::terms)
}

#[tokio::test]
async fn a_manifest_makes_changes_and_takes_away() {
    let shop = Shop::new();
    shop.deploy("shop", &[saying(Some(DeclaredUrl::open()))]).await.unwrap();
    assert_eq!(terms(&shop), Some(UrlTerms::default()));
    // The version stays, as no instance has to hear of it.
    assert_eq!(shop.deploy("shop", &[saying(Some(signed()))]).await.unwrap(), "~a 1");
    assert_eq!(terms(&shop).as_ref(), signed().terms());
    assert_eq!(shop.deploy("shop", &[saying(Some(signed()))]).await.unwrap(), "=a 1");
    let shop = shop.restart();
    assert_eq!(terms(&shop).as_ref(), signed().terms());
    assert_eq!(shop.deploy("shop", &[saying(Some(signed()))]).await.unwrap(), "=a 1");
    assert_eq!(shop.deploy("shop", &[saying(None)]).await.unwrap(), "~a 1");
    assert_eq!(terms(&shop), None);
    assert_eq!(shop.deploy("shop", &[saying(None)]).await.unwrap(), "=a 1");
}

#[tokio::test]
async fn the_next_deploy_puts_back_what_the_api_changed() {
    let shop = Shop::new();
    let said = || saying(Some(DeclaredUrl::open()));
    shop.deploy("shop", &[said()]).await.unwrap();
    edit(&shop, |url| *url = None).await;
    let shop = shop.restart();
    assert_eq!(terms(&shop), None, "what was deleted stays so until then");
    assert_eq!(shop.deploy("shop", &[said()]).await.unwrap(), "~a 1");
    assert_eq!(terms(&shop), Some(UrlTerms::default()));

    edit(&shop, |url| *url = Some(of_the_api())).await;
    assert_eq!(shop.deploy("shop", &[said()]).await.unwrap(), "~a 1");
    let entry = shop.registry.entry("a").unwrap();
    let url = entry.url(None).unwrap();
    assert_eq!((url.signed, url.changed_ms, url.created_ms), (false, 1_000, 2_000));
    assert!(url.streams, "a manifest says nothing of it");
}

#[tokio::test]
async fn a_manifest_that_says_nothing_leaves_alone_what_the_api_made() {
    let shop = Shop::new();
    shop.deploy("shop", &[saying(None)]).await.unwrap();
    edit(&shop, |url| *url = Some(of_the_api())).await;
    assert_eq!(shop.deploy("shop", &[saying(None)]).await.unwrap(), "=a 1");
    assert!(terms(&shop).is_some());
    assert_eq!(shop.deploy("shop", &[saying(Some(DeclaredUrl::Off))]).await.unwrap(), "~a 1");
    assert_eq!(terms(&shop), None, "unless it says false");
}

#[tokio::test]
async fn a_new_url_alone_is_no_new_version_to_publish() {
    let shop = Shop::new();
    shop.deploy("shop", &[saying(None)]).await.unwrap();
    let publish = async || {
        let (name, publish) = (name("a"), |draft: &mut Draft| draft.publish(None));
        let published: Result<_, Error> = shop.registry.edit(&name, 0, publish).await;
        published.unwrap().label
    };
    let first = publish().await;
    shop.deploy("shop", &[saying(Some(signed()))]).await.unwrap();
    assert_eq!(publish().await, first);
}

/// Functions were stored with `url` in their configuration and with no settings.
#[tokio::test]
async fn what_earlier_releases_stored_has_its_url() {
    let shop = Shop::new();
    shop.deploy("shop", &[saying(None)]).await.unwrap();
    let mut old = Function::clone(&shop.registry.get("a").unwrap());
    old.config.url = Some(DeclaredUrl::open());
    let faults = shop.faults;
    faults.crash();
    let store = Store::in_memory_with(store::Options::default(), faults.clone()).unwrap();
    let key = Key::in_space(Keyspace(1)).text("function").text("a");
    store.commit(Batch::new().put(key, old.encode().unwrap())).await.unwrap();
    faults.crash();

    let shop = Shop::on(faults);
    let url = shop.registry.entry("a").unwrap().url(None).cloned().unwrap();
    assert_eq!((url.signed, url.created_ms), (false, 1_000));
    let same = saying(Some(DeclaredUrl::open()));
    assert_eq!(shop.deploy("shop", &[same]).await.unwrap(), "=a 1");
    edit(&shop, |url| *url = None).await;
    let shop = shop.restart();
    assert_eq!(terms(&shop), None, "what was deleted does not come back");
}
