CREATE TABLE "announcement" (
    "id" uuid_text NOT NULL PRIMARY KEY,
    "organisation_id" uuid_text NOT NULL,
    "event_id" uuid_text NOT NULL,
    "occurrence_id" uuid_text NULL,
    "sequence" integer NOT NULL,
    "act" text NOT NULL,
    "notify" boolean NOT NULL,
    "before" jsonb_text NOT NULL,
    "message" blob NULL,
    "created_at" integer NOT NULL,
    "due_at" integer NOT NULL,
    "told_at" integer NULL,
    FOREIGN KEY ("event_id") REFERENCES "event" ("id") ON DELETE CASCADE
);

CREATE INDEX announcement_due ON announcement (due_at) WHERE told_at IS NULL;

CREATE INDEX "announcement_event_id_sequence" ON "announcement" ("event_id", "sequence");

CREATE TABLE "api_key" (
    "id" uuid_text NOT NULL PRIMARY KEY,
    "organisation_id" uuid_text NOT NULL,
    "name" text NOT NULL,
    "hash" blob NOT NULL,
    "scopes" jsonb_text NOT NULL,
    "created_at" integer NOT NULL,
    "expires_at" integer NULL,
    "revoked_at" integer NULL,
    "last_used_on" text NULL,
    FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "api_key_hash" ON "api_key" ("hash");

CREATE INDEX "api_key_organisation_id" ON "api_key" ("organisation_id");

CREATE TABLE "calendar_subscription" (
    "id" uuid_text NOT NULL PRIMARY KEY,
    "organisation_id" uuid_text NOT NULL,
    "email" blob NOT NULL,
    "email_tag" blob NOT NULL,
    "language" text NOT NULL,
    "generation" integer NOT NULL,
    "replies" blob NULL,
    "changed_at" integer NOT NULL,
    "fetched_at" integer NULL,
    "asked_at" integer NOT NULL,
    "letters" integer NOT NULL,
    "created_at" integer NOT NULL,
    FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "calendar_subscription_organisation_id_email_tag" ON "calendar_subscription" ("organisation_id", "email_tag");

CREATE TABLE "campaign" (
    "id" uuid_text NOT NULL PRIMARY KEY,
    "organisation_id" uuid_text NOT NULL,
    "slug" text NOT NULL,
    "name" text NOT NULL,
    "kind" text NOT NULL,
    "began" text NULL,
    "asks" jsonb_text NOT NULL,
    "strike_days" jsonb_text NULL,
    "suspended_on" text NULL,
    "revision" integer NOT NULL,
    "created_at" integer NOT NULL,
    "updated_at" integer NOT NULL,
    FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "campaign_organisation_id_slug" ON "campaign" ("organisation_id", "slug");

CREATE TABLE "compatibility" (
    "migration" text NOT NULL PRIMARY KEY,
    "oldest_binary" text NOT NULL
);

CREATE TABLE "data_key" (
    "id" uuid_text NOT NULL PRIMARY KEY,
    "organisation_id" uuid_text NOT NULL,
    "occurrence_id" uuid_text NULL,
    "purpose" text NOT NULL,
    "wrapped" blob NOT NULL,
    "wrapping_key_id" text NOT NULL,
    "destroy_on" integer NULL,
    "warned_at" integer NULL,
    "created_at" integer NOT NULL,
    FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE RESTRICT
);

CREATE INDEX "data_key_destroy_on" ON "data_key" ("destroy_on");

CREATE UNIQUE INDEX "data_key_occurrence_id_purpose" ON "data_key" ("occurrence_id", "purpose");

CREATE UNIQUE INDEX data_key_of_organisation ON data_key (organisation_id, purpose) WHERE occurrence_id IS NULL;

CREATE INDEX "data_key_organisation_id_purpose" ON "data_key" ("organisation_id", "purpose");

CREATE TABLE "event" (
    "id" uuid_text NOT NULL PRIMARY KEY,
    "organisation_id" uuid_text NOT NULL,
    "campaign_id" uuid_text NULL,
    "venue_id" uuid_text NULL,
    "slug" text NOT NULL,
    "kind" text NOT NULL,
    "status" text NOT NULL,
    "visibility" text NOT NULL,
    "title" text NOT NULL,
    "external_id" text NULL,
    "facts" jsonb_text NOT NULL,
    "made_until" integer NULL,
    "continues" uuid_text NULL,
    "continued_by" uuid_text NULL,
    "published_at" integer NULL,
    "revision" integer NOT NULL,
    "sequence" integer NOT NULL,
    "changed_at" integer NOT NULL,
    "created_at" integer NOT NULL,
    "updated_at" integer NOT NULL,
    FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("campaign_id") REFERENCES "campaign" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("venue_id") REFERENCES "venue" ("id") ON DELETE RESTRICT
);

CREATE INDEX "event_campaign_id" ON "event" ("campaign_id");

CREATE INDEX event_growing ON event (made_until) WHERE made_until IS NOT NULL;

CREATE INDEX "event_organisation_id_external_id" ON "event" ("organisation_id", "external_id");

CREATE UNIQUE INDEX "event_organisation_id_slug" ON "event" ("organisation_id", "slug");

CREATE INDEX "event_venue_id" ON "event" ("venue_id");

CREATE TABLE "idempotency" (
    "id" uuid_text NOT NULL PRIMARY KEY,
    "caller" text NOT NULL,
    "operation" text NOT NULL,
    "key" blob NOT NULL,
    "body" blob NOT NULL,
    "status" integer NULL,
    "resource_id" uuid_text NULL,
    "outcome" text NULL,
    "told" blob NULL,
    "occurrence_id" uuid_text NULL,
    "expires_at" integer NOT NULL
);

CREATE UNIQUE INDEX "idempotency_caller_operation_key" ON "idempotency" ("caller", "operation", "key");

CREATE INDEX "idempotency_expires_at" ON "idempotency" ("expires_at");

CREATE INDEX "idempotency_occurrence_id" ON "idempotency" ("occurrence_id");

CREATE TABLE "imported" (
    "organisation_id" uuid_text NOT NULL,
    "uid" blob NOT NULL,
    "event_id" uuid_text NULL,
    "said" blob NOT NULL,
    "revision" integer NOT NULL,
    "source" blob NULL,
    "entry" blob NULL,
    PRIMARY KEY ("organisation_id", "uid"),
    FOREIGN KEY ("event_id") REFERENCES "event" ("id") ON DELETE SET NULL
);

CREATE INDEX "imported_event_id" ON "imported" ("event_id");

CREATE TABLE "incoming" (
    "outcome" text NOT NULL PRIMARY KEY,
    "letters" integer NOT NULL
);

CREATE TABLE "journal" (
    "id" uuid_text NOT NULL PRIMARY KEY,
    "organisation_id" uuid_text NOT NULL,
    "revision" integer NULL,
    "at" integer NOT NULL,
    "actor" text NOT NULL,
    "act" text NOT NULL,
    "event_id" uuid_text NULL,
    "subject_id" uuid_text NOT NULL,
    "detail" jsonb_text NULL,
    "fanned_out_at" integer NULL,
    FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE RESTRICT
);

CREATE INDEX "journal_event_id_at" ON "journal" ("event_id", "at");

CREATE INDEX "journal_organisation_id_revision" ON "journal" ("organisation_id", "revision");

CREATE INDEX journal_to_fan_out ON journal (at) WHERE fanned_out_at IS NULL;

CREATE TABLE "key_check" (
    "wrapping_key_id" text NOT NULL PRIMARY KEY,
    "sealed" blob NOT NULL,
    "created_at" integer NOT NULL
);

CREATE TABLE "lease" (
    "name" text NOT NULL PRIMARY KEY,
    "holder" uuid_text NOT NULL,
    "until" integer NOT NULL,
    "last_run_at" integer NULL
);

CREATE TABLE "occurrence" (
    "id" uuid_text NOT NULL PRIMARY KEY,
    "organisation_id" uuid_text NOT NULL,
    "event_id" uuid_text NOT NULL,
    "slot" text NOT NULL,
    "status" text NOT NULL,
    "start" text NOT NULL,
    "end" text NULL,
    "timezone" text NOT NULL,
    "start_utc" integer NOT NULL,
    "end_utc" integer NOT NULL,
    "moved" boolean NOT NULL,
    "venue_id" uuid_text NULL,
    "room" text NULL,
    "meeting_point" text NULL,
    "final_counts" jsonb_text NULL,
    "purged_at" integer NULL,
    "revision" integer NOT NULL,
    "created_at" integer NOT NULL,
    "updated_at" integer NOT NULL,
    FOREIGN KEY ("event_id") REFERENCES "event" ("id") ON DELETE CASCADE,
    FOREIGN KEY ("venue_id") REFERENCES "venue" ("id") ON DELETE RESTRICT
);

CREATE INDEX "occurrence_end_utc" ON "occurrence" ("end_utc");

CREATE UNIQUE INDEX "occurrence_event_id_slot" ON "occurrence" ("event_id", "slot");

CREATE INDEX "occurrence_organisation_id_start_utc" ON "occurrence" ("organisation_id", "start_utc");

CREATE TABLE "organisation" (
    "id" uuid_text NOT NULL PRIMARY KEY,
    "slug" text NOT NULL,
    "name" text NOT NULL,
    "timezone" text NOT NULL,
    "language" text NOT NULL,
    "email" text NULL,
    "phone" text NULL,
    "phone_note" text NULL,
    "website" text NULL,
    "mail_name" text NULL,
    "members_generation" integer NOT NULL,
    "members_replaced_at" integer NULL,
    "revision" integer NOT NULL,
    "created_at" integer NOT NULL,
    "updated_at" integer NOT NULL
);

CREATE UNIQUE INDEX "organisation_slug" ON "organisation" ("slug");

CREATE TABLE "outbox" (
    "id" uuid_text NOT NULL PRIMARY KEY,
    "organisation_id" uuid_text NOT NULL,
    "event_id" uuid_text NULL,
    "occurrence_id" uuid_text NULL,
    "rsvp_id" uuid_text NULL,
    "reminder_id" uuid_text NULL,
    "kind" text NOT NULL,
    "detail" jsonb_text NULL,
    "urgency" integer NOT NULL,
    "state" text NOT NULL,
    "due_at" integer NOT NULL,
    "attempts" integer NOT NULL,
    "lease" uuid_text NULL,
    "leased_until" integer NULL,
    "last_error" text NULL,
    "last_answer" text NULL,
    "sequence" integer NULL,
    "tells" boolean NOT NULL,
    "rendered_at" integer NULL,
    "expires_at" integer NULL,
    "created_at" integer NOT NULL,
    "settled_at" integer NULL,
    FOREIGN KEY ("rsvp_id") REFERENCES "rsvp" ("id") ON DELETE CASCADE,
    FOREIGN KEY ("reminder_id") REFERENCES "reminder" ("id") ON DELETE CASCADE,
    FOREIGN KEY ("occurrence_id") REFERENCES "occurrence" ("id") ON DELETE CASCADE
);

CREATE INDEX outbox_due ON outbox (urgency, due_at, id) WHERE state = 'waiting';

CREATE INDEX "outbox_event_id" ON "outbox" ("event_id");

CREATE INDEX "outbox_occurrence_id" ON "outbox" ("occurrence_id");

CREATE UNIQUE INDEX outbox_one_waiting_notice ON outbox (rsvp_id) WHERE kind = 'notice' AND state = 'waiting';

CREATE UNIQUE INDEX "outbox_reminder_id_rsvp_id" ON "outbox" ("reminder_id", "rsvp_id");

CREATE INDEX "outbox_rsvp_id" ON "outbox" ("rsvp_id");

CREATE TABLE "place" (
    "occurrence_id" uuid_text NOT NULL,
    "key" text NOT NULL,
    "capacity" integer NULL,
    "taken" integer NOT NULL,
    "waiting" integer NOT NULL,
    PRIMARY KEY ("occurrence_id", "key"),
    FOREIGN KEY ("occurrence_id") REFERENCES "occurrence" ("id") ON DELETE CASCADE
);

CREATE TABLE "reminder" (
    "id" uuid_text NOT NULL PRIMARY KEY,
    "organisation_id" uuid_text NOT NULL,
    "event_id" uuid_text NOT NULL,
    "occurrence_id" uuid_text NOT NULL,
    "rule" text NOT NULL,
    "attendance" text NULL,
    "start_utc" integer NOT NULL,
    "due_at" integer NOT NULL,
    "state" text NOT NULL,
    "position" uuid_text NULL,
    "letters" integer NOT NULL,
    "created_at" integer NOT NULL,
    "updated_at" integer NOT NULL,
    FOREIGN KEY ("occurrence_id") REFERENCES "occurrence" ("id") ON DELETE CASCADE
);

CREATE INDEX "reminder_event_id" ON "reminder" ("event_id");

CREATE UNIQUE INDEX "reminder_occurrence_id_rule_start_utc" ON "reminder" ("occurrence_id", "rule", "start_utc");

CREATE INDEX "reminder_state_due_at" ON "reminder" ("state", "due_at");

CREATE TABLE "reminder_rule" (
    "event_id" uuid_text NOT NULL,
    "rule" text NOT NULL,
    "position" integer NOT NULL,
    PRIMARY KEY ("event_id", "rule"),
    FOREIGN KEY ("event_id") REFERENCES "event" ("id") ON DELETE CASCADE
);

CREATE TABLE "rsvp" (
    "id" uuid_text NOT NULL PRIMARY KEY,
    "organisation_id" uuid_text NOT NULL,
    "event_id" uuid_text NOT NULL,
    "occurrence_id" uuid_text NOT NULL,
    "response" text NOT NULL,
    "attendance" text NOT NULL,
    "attendance_chosen" text NULL,
    "party_size" integer NOT NULL,
    "standing" text NOT NULL,
    "queued_at" integer NULL,
    "name" blob NULL,
    "email" blob NULL,
    "email_tag" blob NULL,
    "address_proved_at" integer NULL,
    "organisation_name" blob NULL,
    "banner" boolean NOT NULL,
    "message" blob NULL,
    "answers" blob NULL,
    "access_needs" blob NULL,
    "wording" text NOT NULL,
    "agreed_at" integer NOT NULL,
    "source" text NOT NULL,
    "language" text NOT NULL,
    "generation" integer NOT NULL,
    "told" integer NOT NULL,
    "asked_sequence" integer NOT NULL,
    "asked_revision" integer NOT NULL,
    "answered_at" integer NULL,
    "reminders_stopped_at" integer NULL,
    "letters_stopped_at" integer NULL,
    "withdrawn_at" integer NULL,
    "forgotten_at" integer NULL,
    "checked_in_at" integer NULL,
    "revision" integer NOT NULL,
    "created_at" integer NOT NULL,
    "updated_at" integer NOT NULL,
    FOREIGN KEY ("occurrence_id") REFERENCES "occurrence" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("event_id") REFERENCES "event" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "rsvp_email_tag_occurrence_id" ON "rsvp" ("email_tag", "occurrence_id");

CREATE INDEX "rsvp_event_id_id" ON "rsvp" ("event_id", "id");

CREATE INDEX "rsvp_occurrence_id_id" ON "rsvp" ("occurrence_id", "id");

CREATE INDEX "rsvp_organisation_id_updated_at_revision" ON "rsvp" ("organisation_id", "updated_at", "revision");

CREATE INDEX rsvp_waiting ON rsvp (occurrence_id, queued_at, id) WHERE standing = 'waiting';

CREATE INDEX rsvp_withdrawn ON rsvp (withdrawn_at) WHERE withdrawn_at IS NOT NULL AND forgotten_at IS NULL;

CREATE TABLE "seaql_migrations" (
    "version" varchar NOT NULL PRIMARY KEY,
    "applied_at" integer NOT NULL
);

CREATE TABLE "suppression" (
    "id" uuid_text NOT NULL PRIMARY KEY,
    "organisation_id" uuid_text NOT NULL,
    "tag" blob NOT NULL,
    "reason" text NOT NULL,
    "created_at" integer NOT NULL,
    "expires_at" integer NOT NULL,
    FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "suppression_organisation_id_tag" ON "suppression" ("organisation_id", "tag");

CREATE TABLE "venue" (
    "id" uuid_text NOT NULL PRIMARY KEY,
    "organisation_id" uuid_text NOT NULL,
    "name" text NOT NULL,
    "street" text NULL,
    "locality" text NULL,
    "postcode" text NULL,
    "country" text NULL,
    "latitude" double NULL,
    "longitude" double NULL,
    "standing_point" text NULL,
    "directions" jsonb_text NOT NULL,
    "access" jsonb_text NOT NULL,
    "private_home" boolean NOT NULL,
    "revision" integer NOT NULL,
    "created_at" integer NOT NULL,
    "updated_at" integer NOT NULL,
    "deleted_at" integer NULL,
    FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE RESTRICT
);

CREATE INDEX "venue_organisation_id" ON "venue" ("organisation_id");

