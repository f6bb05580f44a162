//! What is kept is closed, and what is past its date is gone: rows, keys, letters, log and copies.

use std::path::Path;
use std::time::Duration;

use convenor::database::{BoxFuture, Engine, Write};
use convenor::privacy;
use convenor::rsvp::{self, Answer, ReplyError, Wish};
use convenor::seal::{SealError, Seals, TokenPurpose};
use entity::table::{data_key, idempotency, occurrence, outbox, rsvp as reply, suppression};
use entity::value::Response;
use sea_orm::{EntityTrait, IntoActiveModel};
use uuid::Uuid;

use crate::house::House;
use crate::house::branch::{Branch, Lobby, START, party};
use crate::house::databases::engine;
use crate::house::traces::{files, holds, letters_in_files, rows_of_postgres};

/// Everything personal that these tests type. None of it is a word of ours.
const SECRETS: &[&str] = &[
    "Quixley",
    "ben.quixley",
    "quixley@",
    "Zephyrine",
    "trombonist",
    "wheelwright",
    "Ottoline",
    "brassband",
];
const AFTER: &str = "2026-07-09T20:00:00Z";
const DAY: Duration = Duration::from_hours(24);

/// A house with a branch, whose letters become files.
async fn house() -> (House, Branch) {
    let house = House::open_with(&[("CONVENOR_SMTP_URL", "")]).await;
    house.clock.set(START);
    let app = &house.service().app;
    let branch = Branch::on(app.db.clone(), app.seals.clone(), house.look().await).await;
    (house, branch)
}

fn talkative(email: &str) -> Answer {
    Answer {
        name: Some("Zephyrine Quixley".to_owned()),
        organisation: Some("Ottoline brassband".to_owned()),
        message: Some("From one trombonist to another".to_owned()),
        access_needs: Some("a ramp for a wheelwright".to_owned()),
        banner: true,
        ..party(2, email)
    }
}

async fn pressed<T: Send + 'static>(
    branch: &Branch,
    act: impl for<'a> FnOnce(&'a mut Write) -> BoxFuture<'a, Result<T, ReplyError>> + Send + 'static,
) -> T {
    branch.db.write(act).await.unwrap()
}

async fn withdraw(house: &House, branch: &Branch, id: Uuid) {
    let (mine, now) = (branch.mine(id).await.unwrap(), house.clock.now());
    pressed(branch, move |w| Box::pin(async move { rsvp::withdraw(w, &mine, now).await })).await;
}

/// Everything that can happen to replies before the day.
async fn a_full_life(house: &House, branch: &Branch) -> (Lobby, Uuid) {
    let lobby = branch.lobby(Some(6), true).await;
    let guest = async |name| branch.reply(lobby, talkative(&address(name))).await.unwrap().id;
    let ben = guest("Ben").await;
    guest("ben").await;
    guest("ada").await;
    let (gone, stranger) = (guest("cem").await, guest("dan").await);
    house.round().await;
    they_change_their_minds(house, branch, (ben, gone, stranger)).await;
    house.round().await;
    house.round().await;
    (lobby, ben)
}

fn address(name: &str) -> String {
    format!("{name}.quixley@example.org")
}

async fn they_change_their_minds(house: &House, branch: &Branch, (ben, gone, stranger): (Uuid, Uuid, Uuid)) {
    let now = house.clock.now();
    let (mine, alone) = (branch.mine(ben).await.unwrap(), Wish { party_size: Some(1), ..Wish::default() });
    pressed(branch, move |w| Box::pin(async move { rsvp::change_mine(w, &mine, alone, now).await })).await;
    withdraw(house, branch, gone).await;
    let (mine, seals) = (branch.mine(stranger).await.unwrap(), branch.seals.clone());
    pressed(branch, move |w| Box::pin(async move { rsvp::not_you(w, &seals, &mine, now).await })).await;
    let mine = branch.mine(ben).await.unwrap();
    pressed(branch, move |w| Box::pin(async move { rsvp::send_what_we_hold(w, &mine, now).await })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_name_lies_open_in_the_database_its_log_the_data_folder_or_the_log() {
    let (house, branch) = house().await;
    a_full_life(&house, &branch).await;
    // What stands in an address is as personal as what is typed.
    house.browser().open("/r/quixley-trombonist?email=ben.quixley@example.org").await;
    let mut places = files(house.data());
    match engine() {
        Engine::Sqlite => {
            let url = &house.settings()["CONVENOR_DATABASE_URL"];
            let file = Path::new(url.strip_prefix("sqlite://").unwrap());
            places.extend(files(file.parent().unwrap()));
            let names: Vec<&str> = places.iter().map(|(name, _)| name.as_str()).collect();
            assert!(names.iter().any(|name| name.ends_with("convenor.db")), "{names:?}");
        }
        Engine::Postgres => places.extend(rows_of_postgres(branch.sql()).await),
    }
    let log = house.log.text();
    assert!(log.contains("answered"), "{log}");
    places.push(("the log".to_owned(), log.into_bytes()));
    for (name, bytes) in &places {
        for secret in SECRETS {
            assert!(!holds(bytes, secret), "{secret} lies open in {name}");
        }
    }
    assert!(letters_in_files(house.data()) > 0, "letters were filed");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_day_15_nothing_of_the_lobby_is_left_but_its_counts() {
    let (house, branch) = house().await;
    let (lobby, ben) = a_full_life(&house, &branch).await;
    remember_a_request(&branch, lobby, ben).await;
    let token = rsvp::manage_token(&branch.db.read(), &branch.seals, ben).await.unwrap();
    let before = rsvp::counts(&branch.db.read(), branch.organisation, lobby.event).await.unwrap();
    assert_eq!((before.going, before.people, before.not_going), (2, 3, 1));

    house.clock.set("2026-07-23T18:59:59Z");
    house.rounds().await;
    assert!(branch.row(ben).await.is_some(), "the fourteenth day is not over");

    house.clock.set("2026-07-23T23:59:59Z");
    house.clock.pass(Duration::from_secs(1));
    house.rounds().await;
    let look = branch.sql();
    assert_eq!(branch.replies(lobby).await, []);
    let keys = data_key::Entity::find().all(look).await.unwrap();
    assert!(keys.iter().all(|key| key.occurrence_id.is_none()), "only the organisation's own are left");
    let letters = outbox::Entity::find().all(look).await.unwrap();
    assert!(letters.iter().all(|letter| letter.occurrence_id != Some(lobby.date)), "{letters:?}");
    assert_eq!(idempotency::Entity::find().all(look).await.unwrap(), []);
    assert_eq!(letters_in_files(house.data()), 0);
    let date = occurrence::Entity::find_by_id(lobby.date).one(look).await.unwrap().unwrap();
    assert_eq!(date.final_counts, Some(before.clone()));
    assert!(date.purged_at.is_some());
    let after = rsvp::counts(&branch.db.read(), branch.organisation, lobby.event).await.unwrap();
    assert_eq!(after, before);
    let opened = rsvp::open(&branch.db.read(), &branch.seals, TokenPurpose::Manage, &token).await;
    assert!(matches!(opened, Err(ReplyError::Gone)));
}

/// As the API remembers a request that may be sent again: for longer than the lobby, to see that the purge takes it.
async fn remember_a_request(branch: &Branch, lobby: Lobby, ben: Uuid) {
    let row = idempotency::Model {
        id: Uuid::from_u128(1),
        caller: "public".to_owned(),
        operation: "post_rsvps".to_owned(),
        key: vec![1],
        body: vec![2],
        status: Some(202),
        resource_id: Some(ben),
        outcome: None,
        told: None,
        occurrence_id: Some(lobby.date),
        expires_at: "2027-01-01T00:00:00Z".parse().unwrap(),
    };
    idempotency::Entity::insert(row.into_active_model()).exec_without_returning(branch.sql()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_the_first_day_opens_no_name_with_the_key_file_of_day_40() {
    let (house, branch) = house().await;
    let (lobby, ben) = a_full_life(&house, &branch).await;
    house.keys_are_turned_over().await;
    let keys = data_key::Entity::find().all(branch.sql()).await.unwrap();
    let keys: Vec<_> = keys.into_iter().filter(|key| key.occurrence_id == Some(lobby.date)).collect();
    let row = branch.row(ben).await.unwrap();

    for (day, opens) in [(16, true), (40, false)] {
        while house.clock.now() < START.parse::<entity::Moment>().unwrap() + DAY * day {
            house.clock.pass(DAY);
            house.rounds().await;
            house.keys_are_turned_over().await;
        }
        // The rows of the first day are put back, as a backup would bring them.
        for key in keys.clone() {
            data_key::Entity::delete_by_id(key.id).exec(branch.sql()).await.unwrap();
            data_key::Entity::insert(key.into_active_model())
                .exec_without_returning(branch.sql())
                .await
                .unwrap();
        }
        reply::Entity::delete_by_id(ben).exec(branch.sql()).await.unwrap();
        reply::Entity::insert(row.clone().into_active_model())
            .exec_without_returning(branch.sql())
            .await
            .unwrap();
        // As a process that starts with them: the running one may remember an opened key.
        let key_file = &house.service().app.config.key_file;
        let seals = Seals::open(&branch.db, key_file, house.clock.now()).await.unwrap();
        let read = rsvp::for_letter(&branch.db.read(), &seals, ben).await;
        match read {
            Ok(guest) if opens => {
                assert_eq!(guest.unwrap().0.person.name.as_deref(), Some("Zephyrine Quixley"));
            }
            Err(ReplyError::Seal(SealError::WrongKeyFile)) if !opens => {}
            other => panic!("on day {day}: {other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn access_needs_go_three_days_after_the_end_and_names_stay() {
    let (house, branch) = house().await;
    let (_lobby, ben) = a_full_life(&house, &branch).await;
    let needs = async || {
        let (guest, _keys) = rsvp::for_letter(&branch.db.read(), &branch.seals, ben).await.unwrap().unwrap();
        (guest.person.access_needs, guest.person.name.is_some(), guest.reply.access_needs.is_some())
    };
    house.clock.set(AFTER);
    house.rounds().await;
    assert_eq!(needs().await, (Some("a ramp for a wheelwright".to_owned()), true, true));
    house.clock.set("2026-07-13T00:00:00Z");
    house.rounds().await;
    assert_eq!(needs().await, (None, true, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_come_is_forgotten_when_the_last_letter_is_settled() {
    let (house, branch) = house().await;
    let lobby = branch.lobby(Some(6), true).await;
    let id = branch.reply(lobby, talkative("ben.quixley@example.org")).await.unwrap().id;
    house.rounds().await;
    withdraw(&house, &branch, id).await;
    let worker = house.service().worker.clone();
    let purge =
        async || privacy::purge(&worker.db, &worker.seals, &worker.mailer, house.clock.now()).await.unwrap();
    purge().await;
    assert!(branch.row(id).await.unwrap().email.is_some(), "the letter still has to leave");
    house.rounds().await;
    purge().await;
    let row = branch.row(id).await.unwrap();
    assert_eq!((row.name, row.email, row.email_tag, row.message), (None, None, None, None));
    assert_eq!((row.organisation_name, row.answers, row.access_needs), (None, None, None));
    assert_eq!(row.response, Response::NotGoing, "the number stays");
    let again = branch.reply(lobby, party(1, "ben.quixley@example.org")).await.unwrap().id;
    assert_ne!(again, id, "and they may come after all");
    house.rounds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_come_is_forgotten_after_a_day_whatever_still_waits() {
    let (house, branch) = house().await;
    let lobby = branch.lobby(None, true).await;
    let id = branch.reply(lobby, talkative("ben.quixley@example.org")).await.unwrap().id;
    withdraw(&house, &branch, id).await;
    house.clock.pass(DAY);
    let worker = house.service().worker.clone();
    privacy::purge(&worker.db, &worker.seals, &worker.mailer, house.clock.now()).await.unwrap();
    assert_eq!(branch.row(id).await.unwrap().email, None);
    assert!(!convenor::outbox::has_waiting(&branch.db.read(), id).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_in_files_go_after_a_day_and_at_once_with_their_reply() {
    let (house, branch) = house().await;
    let lobby = branch.lobby(None, true).await;
    let ben = branch.reply(lobby, talkative("ben.quixley@example.org")).await.unwrap().id;
    branch.reply(lobby, talkative("ada.quixley@example.org")).await.unwrap();
    house.rounds().await;
    assert_eq!(letters_in_files(house.data()), 2);
    let (mine, now) = (branch.mine(ben).await.unwrap(), house.clock.now());
    pressed(&branch, move |w| Box::pin(async move { rsvp::delete_mine(w, &mine, now).await })).await;
    house.rounds().await;
    assert_eq!(letters_in_files(house.data()), 1);
    house.clock.pass(DAY + Duration::from_secs(1));
    let worker = house.service().worker.clone();
    privacy::purge(&worker.db, &worker.seals, &worker.mailer, house.clock.now()).await.unwrap();
    assert_eq!(letters_in_files(house.data()), 0);
    house.rounds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_said_not_you_may_be_written_to_again_after_a_year() {
    let (house, branch) = house().await;
    let (_lobby, _ben) = a_full_life(&house, &branch).await;
    let kept = async || suppression::Entity::find().all(branch.sql()).await.unwrap().len();
    assert_eq!(kept().await, 1);
    house.clock.pass(DAY * 364);
    house.rounds().await;
    assert_eq!(kept().await, 1);
    house.clock.pass(DAY * 2);
    house.rounds().await;
    assert_eq!(kept().await, 0);
}
