//! Where a function's code is fetched, without keys.

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::BodyExt;
use runtime::Body;

use crate::support::Room;

/// The package of the function `f`.
const PACKAGE: &[u8] = b"";
const OF_F: &str = "/2015-03-31/functions/f";
const ENDPOINT: &str = "http://127.0.0.1:4566";

/// The path and query at which the package is said to be.
async fn location(room: &Room) -> String {
    let told = room.ask(&room.admin(), Request::get(OF_F), "").await;
    let said: serde_json::Value = serde_json::from_str(&told.body).unwrap();
    let location = said["Code"]["Location"].as_str().unwrap();
    location.strip_prefix(ENDPOINT).unwrap().to_owned()
}

async fn read(response: Response<Body>) -> (u16, String) {
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

fn error(code: &str, message: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Error><Code>{code}</Code><Message>{message}</Message></Error>"
    )
}

#[tokio::test]
async fn the_address_gives_the_package() {
    let room = Room::new().await;
    let hash = room.blobs().put(Bytes::from_static(PACKAGE)).await.unwrap();
    let address = location(&room).await;
    for request in [Request::get(&address), Request::head(&address)] {
        let response = room.fetch(request).await;
        let text = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(text("Content-Type"), "application/zip");
        assert_eq!(text("Content-Length"), PACKAGE.len().to_string());
        assert_eq!(text("Content-Disposition"), format!("attachment; filename=\"{hash}.zip\""));
        assert_eq!(text("x-amz-request-id").len(), 36);
        assert_eq!(read(response).await, (200, String::new()));
    }
    assert!(room.refusals().await.is_empty());
}

#[tokio::test]
async fn whoever_has_no_address_gets_nothing() {
    let room = Room::new().await;
    let hash = room.blobs().put(Bytes::from_static(PACKAGE)).await.unwrap();
    let other = room.blobs().put(Bytes::from_static(b"other")).await.unwrap();
    let address = location(&room).await;
    let (path, query) = address.split_once('?').unwrap();
    let later = query.replacen("Expires=1", "Expires=2", 1);
    let denied = (403, error("AccessDenied", "Access Denied"));
    let mismatch = (
        403,
        error(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. \
             Check your key and signing method.",
        ),
    );
    let expired = (403, error("AccessDenied", "Request has expired"));
    for (asked, expected) in [
        (room.passed(path, 1), &expired),
        (path.to_owned(), &denied),
        ("/_packages/".to_owned(), &denied),
        (format!("{path}?{later}"), &mismatch),
        (format!("{}?{query}", path.replace(&hash.to_string(), &other.to_string())), &mismatch),
        (format!("/_packages/{}?{query}", hash.to_string().to_uppercase()), &mismatch),
        (format!("/_packages/../_packages/{hash}?{query}"), &mismatch),
        (format!("/_packages/?{query}"), &mismatch),
    ] {
        assert_eq!(&read(room.fetch(Request::get(&asked)).await).await, expected, "{asked}");
    }
    let noted = room.refusals().await;
    assert!(noted.iter().all(|one| one.stranger && one.action == "GetPackage"), "{noted:?}");
    assert!(noted.iter().any(|one| one.resource == format!("GET {path}")), "{noted:?}");
}

#[tokio::test]
async fn what_an_address_cannot_do() {
    let room = Room::new().await;
    let address = location(&room).await;
    let gone = (404, error("NoSuchKey", "The specified key does not exist."));
    for asked in [address.clone(), room.passed("/_packages/f.zip", 1 << 40)] {
        assert_eq!(read(room.fetch(Request::get(&asked)).await).await, gone, "{asked}");
    }
    let put = room.fetch(Request::put(&address)).await;
    assert_eq!(put.headers()["Allow"], "GET, HEAD");
    let message = "The specified method is not allowed against this resource.";
    assert_eq!(read(put).await, (405, error("MethodNotAllowed", message)));
}
