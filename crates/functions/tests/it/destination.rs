use functions::{Destination, Spec};

use crate::support::{Shop, name, spec};

fn to(function: &str, target: &str) -> Spec {
    let mut spec = spec(function);
    spec.config.on_failure = Some(Destination::Function(name(target)));
    spec
}

async fn check(shop: &Shop, app: &str, specs: &[Spec], expected: Result<&str, &str>) {
    let got = shop.deploy(app, specs).await.map_err(|error| error.to_string());
    assert_eq!(got.as_deref().map_err(String::as_str), expected);
}

#[tokio::test]
async fn a_destination_must_be_there() {
    let shop = Shop::new();
    let missing = "function \"a\": on_failure names \"b\", which is not deployed";
    check(&shop, "one", &[to("a", "b")], Err(missing)).await;
    check(&shop, "one", &[to("a", "b"), spec("b")], Ok("+a 1, +b 2")).await;
    // It goes with this very deploy.
    check(&shop, "one", &[to("a", "b")], Err(missing)).await;
    check(&shop, "two", &[to("c", "b")], Ok("+c 3")).await;
}

#[tokio::test]
async fn failures_never_go_in_circles() {
    let circle = |function: &str| {
        format!(
            "function \"{function}\": on_failure leads back to the function itself, \
             which would fail for ever; let the last one have none"
        )
    };
    let shop = Shop::new();
    check(&shop, "one", &[to("a", "a")], Err(&circle("a"))).await;
    check(&shop, "one", &[to("a", "b"), to("b", "a")], Err(&circle("a"))).await;
    check(&shop, "one", &[to("a", "b"), to("b", "c"), to("c", "b")], Err(&circle("b"))).await;
    check(&shop, "one", &[to("a", "b"), spec("b")], Ok("+a 1, +b 2")).await;
    // Through another app as well.
    check(&shop, "two", &[to("x", "a")], Ok("+x 3")).await;
    check(&shop, "one", &[to("a", "b"), to("b", "x")], Err(&circle("a"))).await;
    check(&shop, "one", &[spec("a"), to("b", "x")], Ok("~a 4, ~b 5")).await;
}
