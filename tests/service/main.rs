//! What Convenor promises, told by capability and tried on the running service.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says that something is wrong by stopping"
)]

mod house;

mod access;
mod adding_from_letters;
mod adding_from_replies;
mod adding_to_calendars;
mod answers_told_apart;
mod asking_again;
mod asking_wrongly;
mod calendar_feeds;
mod calendar_files;
mod calendar_replies;
mod calendars_at_hand;
mod calendars_that_repeat;
mod calling_the_api;
mod capacity;
mod changing_the_way;
mod coming_back;
mod command_line;
mod dates_in_odd_order;
mod dates_keep_their_people;
mod dates_that_came_and_went;
mod dates_that_stay_off;
mod dates_told_apart;
mod delivering_mail;
mod demonstration;
mod entering_events;
mod fetching_calendars;
mod finding_events;
mod forgetting_goes_on;
mod full_disk;
mod hidden_places;
mod homes;
mod importing;
mod importing_again;
mod importing_at_once;
mod importing_posts;
mod importing_truly;
mod importing_zones;
mod joining_links;
mod joining_online;
mod judging_bodies;
mod keeping_and_forgetting;
mod letters_that_come_back;
mod letters_that_leave;
mod mailed_entries;
mod members_calendars;
mod months_and_dates;
mod our_fault;
mod outbox_claims;
mod outbox_rounds;
mod outbox_rows;
mod own_calendars;
mod own_calendars_forgotten;
mod own_calendars_on_nodes;
mod pages_of_dates;
mod problems;
mod public_pages;
mod publishing_events;
mod reminders_left_out;
mod reminding;
mod reminding_late;
mod reminding_many;
mod repeating_events;
mod replying;
mod sending_letters;
mod series_ahead;
mod settings;
mod sharing_the_work;
mod splitting_events;
mod starting_and_stopping;
mod stopping_letters;
mod telling_maybes;
mod telling_of_changes;
mod telling_of_places;
mod undone_changes;
mod undone_dates;
mod venues;
mod warning_before_forgetting;
mod words;
mod words_in_quotations;
mod words_that_come_back;

mod architecture;
mod contract;
mod documents;
mod schema;
