//! How the service starts, stops, and what it says when it can't.

use crate::house::House;
use crate::house::cast::Ada;

#[tokio::test]
async fn the_service_stops_in_order_and_starts_again() {
    let mut house = House::open().await;
    let ada = Ada::of(&house).await;
    let name = async || ada.get("/organisations/barnet").await.json(200)["name"].clone();
    assert_eq!(name().await, "Barnet Branch");
    house.round().await;

    house.stop().await;
    house.start().await;
    assert_eq!(name().await, "Barnet Branch");

    house.crash();
    house.start().await;
    assert_eq!(name().await, "Barnet Branch");
}
