CREATE TABLE announcement (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    event_id uuid NOT NULL,
    occurrence_id uuid,
    sequence bigint NOT NULL,
    act text NOT NULL,
    notify boolean NOT NULL,
    before jsonb NOT NULL,
    message bytea,
    created_at bigint NOT NULL,
    due_at bigint NOT NULL,
    told_at bigint
);

ALTER TABLE announcement ADD CONSTRAINT announcement_event_id_fk FOREIGN KEY (event_id) REFERENCES event(id) ON DELETE CASCADE;

ALTER TABLE announcement ADD CONSTRAINT announcement_pkey PRIMARY KEY (id);

CREATE INDEX announcement_due ON public.announcement USING btree (due_at) WHERE (told_at IS NULL);

CREATE INDEX announcement_event_id_sequence ON public.announcement USING btree (event_id, sequence);

CREATE TABLE api_key (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    name text NOT NULL,
    hash bytea NOT NULL,
    scopes jsonb NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint,
    revoked_at bigint,
    last_used_on text
);

ALTER TABLE api_key ADD CONSTRAINT api_key_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation(id) ON DELETE RESTRICT;

ALTER TABLE api_key ADD CONSTRAINT api_key_pkey PRIMARY KEY (id);

CREATE UNIQUE INDEX api_key_hash ON public.api_key USING btree (hash);

CREATE INDEX api_key_organisation_id ON public.api_key USING btree (organisation_id);

CREATE TABLE calendar_subscription (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    email bytea NOT NULL,
    email_tag bytea NOT NULL,
    language text NOT NULL,
    generation integer NOT NULL,
    replies bytea,
    changed_at bigint NOT NULL,
    fetched_at bigint,
    asked_at bigint NOT NULL,
    letters integer NOT NULL,
    created_at bigint NOT NULL
);

ALTER TABLE calendar_subscription ADD CONSTRAINT calendar_subscription_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation(id) ON DELETE RESTRICT;

ALTER TABLE calendar_subscription ADD CONSTRAINT calendar_subscription_pkey PRIMARY KEY (id);

CREATE UNIQUE INDEX calendar_subscription_organisation_id_email_tag ON public.calendar_subscription USING btree (organisation_id, email_tag);

CREATE TABLE campaign (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    began text,
    asks jsonb NOT NULL,
    strike_days jsonb,
    suspended_on text,
    revision bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);

ALTER TABLE campaign ADD CONSTRAINT campaign_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation(id) ON DELETE RESTRICT;

ALTER TABLE campaign ADD CONSTRAINT campaign_pkey PRIMARY KEY (id);

CREATE UNIQUE INDEX campaign_organisation_id_slug ON public.campaign USING btree (organisation_id, slug);

CREATE TABLE compatibility (
    migration text NOT NULL,
    oldest_binary text NOT NULL
);

ALTER TABLE compatibility ADD CONSTRAINT compatibility_pkey PRIMARY KEY (migration);

CREATE TABLE data_key (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    occurrence_id uuid,
    purpose text NOT NULL,
    wrapped bytea NOT NULL,
    wrapping_key_id text NOT NULL,
    destroy_on bigint,
    warned_at bigint,
    created_at bigint NOT NULL
);

ALTER TABLE data_key ADD CONSTRAINT data_key_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation(id) ON DELETE RESTRICT;

ALTER TABLE data_key ADD CONSTRAINT data_key_pkey PRIMARY KEY (id);

CREATE INDEX data_key_destroy_on ON public.data_key USING btree (destroy_on);

CREATE UNIQUE INDEX data_key_occurrence_id_purpose ON public.data_key USING btree (occurrence_id, purpose);

CREATE UNIQUE INDEX data_key_of_organisation ON public.data_key USING btree (organisation_id, purpose) WHERE (occurrence_id IS NULL);

CREATE INDEX data_key_organisation_id_purpose ON public.data_key USING btree (organisation_id, purpose);

CREATE TABLE event (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    campaign_id uuid,
    venue_id uuid,
    slug text NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    visibility text NOT NULL,
    title text NOT NULL,
    external_id text,
    facts jsonb NOT NULL,
    made_until bigint,
    continues uuid,
    continued_by uuid,
    published_at bigint,
    revision bigint NOT NULL,
    sequence bigint NOT NULL,
    changed_at bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);

ALTER TABLE event ADD CONSTRAINT event_campaign_id_fk FOREIGN KEY (campaign_id) REFERENCES campaign(id) ON DELETE RESTRICT;

ALTER TABLE event ADD CONSTRAINT event_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation(id) ON DELETE RESTRICT;

ALTER TABLE event ADD CONSTRAINT event_pkey PRIMARY KEY (id);

ALTER TABLE event ADD CONSTRAINT event_venue_id_fk FOREIGN KEY (venue_id) REFERENCES venue(id) ON DELETE RESTRICT;

CREATE INDEX event_campaign_id ON public.event USING btree (campaign_id);

CREATE INDEX event_growing ON public.event USING btree (made_until) WHERE (made_until IS NOT NULL);

CREATE INDEX event_organisation_id_external_id ON public.event USING btree (organisation_id, external_id);

CREATE UNIQUE INDEX event_organisation_id_slug ON public.event USING btree (organisation_id, slug);

CREATE INDEX event_venue_id ON public.event USING btree (venue_id);

CREATE TABLE idempotency (
    id uuid NOT NULL,
    caller text NOT NULL,
    operation text NOT NULL,
    key bytea NOT NULL,
    body bytea NOT NULL,
    status integer,
    resource_id uuid,
    outcome text,
    told bytea,
    occurrence_id uuid,
    expires_at bigint NOT NULL
);

ALTER TABLE idempotency ADD CONSTRAINT idempotency_pkey PRIMARY KEY (id);

CREATE UNIQUE INDEX idempotency_caller_operation_key ON public.idempotency USING btree (caller, operation, key);

CREATE INDEX idempotency_expires_at ON public.idempotency USING btree (expires_at);

CREATE INDEX idempotency_occurrence_id ON public.idempotency USING btree (occurrence_id);

CREATE TABLE imported (
    organisation_id uuid NOT NULL,
    uid bytea NOT NULL,
    event_id uuid,
    said bytea NOT NULL,
    revision bigint NOT NULL,
    source bytea,
    entry bytea
);

ALTER TABLE imported ADD CONSTRAINT imported_event_id_fk FOREIGN KEY (event_id) REFERENCES event(id) ON DELETE SET NULL;

ALTER TABLE imported ADD CONSTRAINT imported_pkey PRIMARY KEY (organisation_id, uid);

CREATE INDEX imported_event_id ON public.imported USING btree (event_id);

CREATE TABLE incoming (
    outcome text NOT NULL,
    letters bigint NOT NULL
);

ALTER TABLE incoming ADD CONSTRAINT incoming_pkey PRIMARY KEY (outcome);

CREATE TABLE journal (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    revision bigint,
    at bigint NOT NULL,
    actor text NOT NULL,
    act text NOT NULL,
    event_id uuid,
    subject_id uuid NOT NULL,
    detail jsonb,
    fanned_out_at bigint
);

ALTER TABLE journal ADD CONSTRAINT journal_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation(id) ON DELETE RESTRICT;

ALTER TABLE journal ADD CONSTRAINT journal_pkey PRIMARY KEY (id);

CREATE INDEX journal_event_id_at ON public.journal USING btree (event_id, at);

CREATE INDEX journal_organisation_id_revision ON public.journal USING btree (organisation_id, revision);

CREATE INDEX journal_to_fan_out ON public.journal USING btree (at) WHERE (fanned_out_at IS NULL);

CREATE TABLE key_check (
    wrapping_key_id text NOT NULL,
    sealed bytea NOT NULL,
    created_at bigint NOT NULL
);

ALTER TABLE key_check ADD CONSTRAINT key_check_pkey PRIMARY KEY (wrapping_key_id);

CREATE TABLE lease (
    name text NOT NULL,
    holder uuid NOT NULL,
    until bigint NOT NULL,
    last_run_at bigint
);

ALTER TABLE lease ADD CONSTRAINT lease_pkey PRIMARY KEY (name);

CREATE TABLE occurrence (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    event_id uuid NOT NULL,
    slot text NOT NULL,
    status text NOT NULL,
    start text NOT NULL,
    end text,
    timezone text NOT NULL,
    start_utc bigint NOT NULL,
    end_utc bigint NOT NULL,
    moved boolean NOT NULL,
    venue_id uuid,
    room text,
    meeting_point text,
    final_counts jsonb,
    purged_at bigint,
    revision bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);

ALTER TABLE occurrence ADD CONSTRAINT occurrence_event_id_fk FOREIGN KEY (event_id) REFERENCES event(id) ON DELETE CASCADE;

ALTER TABLE occurrence ADD CONSTRAINT occurrence_pkey PRIMARY KEY (id);

ALTER TABLE occurrence ADD CONSTRAINT occurrence_venue_id_fk FOREIGN KEY (venue_id) REFERENCES venue(id) ON DELETE RESTRICT;

CREATE INDEX occurrence_end_utc ON public.occurrence USING btree (end_utc);

CREATE UNIQUE INDEX occurrence_event_id_slot ON public.occurrence USING btree (event_id, slot);

CREATE INDEX occurrence_organisation_id_start_utc ON public.occurrence USING btree (organisation_id, start_utc);

CREATE TABLE organisation (
    id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    timezone text NOT NULL,
    language text NOT NULL,
    email text,
    phone text,
    phone_note text,
    website text,
    mail_name text,
    members_generation integer NOT NULL,
    members_replaced_at bigint,
    revision bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);

ALTER TABLE organisation ADD CONSTRAINT organisation_pkey PRIMARY KEY (id);

CREATE UNIQUE INDEX organisation_slug ON public.organisation USING btree (slug);

CREATE TABLE outbox (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    event_id uuid,
    occurrence_id uuid,
    rsvp_id uuid,
    reminder_id uuid,
    kind text NOT NULL,
    detail jsonb,
    urgency integer NOT NULL,
    state text NOT NULL,
    due_at bigint NOT NULL,
    attempts integer NOT NULL,
    lease uuid,
    leased_until bigint,
    last_error text,
    last_answer text,
    sequence bigint,
    tells boolean NOT NULL,
    rendered_at bigint,
    expires_at bigint,
    created_at bigint NOT NULL,
    settled_at bigint
);

ALTER TABLE outbox ADD CONSTRAINT outbox_occurrence_id_fk FOREIGN KEY (occurrence_id) REFERENCES occurrence(id) ON DELETE CASCADE;

ALTER TABLE outbox ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);

ALTER TABLE outbox ADD CONSTRAINT outbox_reminder_id_fk FOREIGN KEY (reminder_id) REFERENCES reminder(id) ON DELETE CASCADE;

ALTER TABLE outbox ADD CONSTRAINT outbox_rsvp_id_fk FOREIGN KEY (rsvp_id) REFERENCES rsvp(id) ON DELETE CASCADE;

CREATE INDEX outbox_due ON public.outbox USING btree (urgency, due_at, id) WHERE (state = 'waiting'::text);

CREATE INDEX outbox_event_id ON public.outbox USING btree (event_id);

CREATE INDEX outbox_occurrence_id ON public.outbox USING btree (occurrence_id);

CREATE UNIQUE INDEX outbox_one_waiting_notice ON public.outbox USING btree (rsvp_id) WHERE ((kind = 'notice'::text) AND (state = 'waiting'::text));

CREATE UNIQUE INDEX outbox_reminder_id_rsvp_id ON public.outbox USING btree (reminder_id, rsvp_id);

CREATE INDEX outbox_rsvp_id ON public.outbox USING btree (rsvp_id);

CREATE TABLE place (
    occurrence_id uuid NOT NULL,
    key text NOT NULL,
    capacity bigint,
    taken bigint NOT NULL,
    waiting bigint NOT NULL
);

ALTER TABLE place ADD CONSTRAINT place_occurrence_id_fk FOREIGN KEY (occurrence_id) REFERENCES occurrence(id) ON DELETE CASCADE;

ALTER TABLE place ADD CONSTRAINT place_pkey PRIMARY KEY (occurrence_id, key);

CREATE TABLE reminder (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    event_id uuid NOT NULL,
    occurrence_id uuid NOT NULL,
    rule text NOT NULL,
    attendance text,
    start_utc bigint NOT NULL,
    due_at bigint NOT NULL,
    state text NOT NULL,
    position uuid,
    letters bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);

ALTER TABLE reminder ADD CONSTRAINT reminder_occurrence_id_fk FOREIGN KEY (occurrence_id) REFERENCES occurrence(id) ON DELETE CASCADE;

ALTER TABLE reminder ADD CONSTRAINT reminder_pkey PRIMARY KEY (id);

CREATE INDEX reminder_event_id ON public.reminder USING btree (event_id);

CREATE UNIQUE INDEX reminder_occurrence_id_rule_start_utc ON public.reminder USING btree (occurrence_id, rule, start_utc);

CREATE INDEX reminder_state_due_at ON public.reminder USING btree (state, due_at);

CREATE TABLE reminder_rule (
    event_id uuid NOT NULL,
    rule text NOT NULL,
    position integer NOT NULL
);

ALTER TABLE reminder_rule ADD CONSTRAINT reminder_rule_event_id_fk FOREIGN KEY (event_id) REFERENCES event(id) ON DELETE CASCADE;

ALTER TABLE reminder_rule ADD CONSTRAINT reminder_rule_pkey PRIMARY KEY (event_id, rule);

CREATE TABLE rsvp (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    event_id uuid NOT NULL,
    occurrence_id uuid NOT NULL,
    response text NOT NULL,
    attendance text NOT NULL,
    attendance_chosen text,
    party_size bigint NOT NULL,
    standing text NOT NULL,
    queued_at bigint,
    name bytea,
    email bytea,
    email_tag bytea,
    address_proved_at bigint,
    organisation_name bytea,
    banner boolean NOT NULL,
    message bytea,
    answers bytea,
    access_needs bytea,
    wording text NOT NULL,
    agreed_at bigint NOT NULL,
    source text NOT NULL,
    language text NOT NULL,
    generation integer NOT NULL,
    told bigint NOT NULL,
    asked_sequence bigint NOT NULL,
    asked_revision bigint NOT NULL,
    answered_at bigint,
    reminders_stopped_at bigint,
    letters_stopped_at bigint,
    withdrawn_at bigint,
    forgotten_at bigint,
    checked_in_at bigint,
    revision bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);

ALTER TABLE rsvp ADD CONSTRAINT rsvp_event_id_fk FOREIGN KEY (event_id) REFERENCES event(id) ON DELETE RESTRICT;

ALTER TABLE rsvp ADD CONSTRAINT rsvp_occurrence_id_fk FOREIGN KEY (occurrence_id) REFERENCES occurrence(id) ON DELETE RESTRICT;

ALTER TABLE rsvp ADD CONSTRAINT rsvp_pkey PRIMARY KEY (id);

CREATE UNIQUE INDEX rsvp_email_tag_occurrence_id ON public.rsvp USING btree (email_tag, occurrence_id);

CREATE INDEX rsvp_event_id_id ON public.rsvp USING btree (event_id, id);

CREATE INDEX rsvp_occurrence_id_id ON public.rsvp USING btree (occurrence_id, id);

CREATE INDEX rsvp_organisation_id_updated_at_revision ON public.rsvp USING btree (organisation_id, updated_at, revision);

CREATE INDEX rsvp_waiting ON public.rsvp USING btree (occurrence_id, queued_at, id) WHERE (standing = 'waiting'::text);

CREATE INDEX rsvp_withdrawn ON public.rsvp USING btree (withdrawn_at) WHERE ((withdrawn_at IS NOT NULL) AND (forgotten_at IS NULL));

CREATE TABLE seaql_migrations (
    version character varying NOT NULL,
    applied_at bigint NOT NULL
);

ALTER TABLE seaql_migrations ADD CONSTRAINT seaql_migrations_pkey PRIMARY KEY (version);

CREATE TABLE suppression (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    tag bytea NOT NULL,
    reason text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL
);

ALTER TABLE suppression ADD CONSTRAINT suppression_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation(id) ON DELETE RESTRICT;

ALTER TABLE suppression ADD CONSTRAINT suppression_pkey PRIMARY KEY (id);

CREATE UNIQUE INDEX suppression_organisation_id_tag ON public.suppression USING btree (organisation_id, tag);

CREATE TABLE venue (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    name text NOT NULL,
    street text,
    locality text,
    postcode text,
    country text,
    latitude double precision,
    longitude double precision,
    standing_point text,
    directions jsonb NOT NULL,
    access jsonb NOT NULL,
    private_home boolean NOT NULL,
    revision bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    deleted_at bigint
);

ALTER TABLE venue ADD CONSTRAINT venue_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation(id) ON DELETE RESTRICT;

ALTER TABLE venue ADD CONSTRAINT venue_pkey PRIMARY KEY (id);

CREATE INDEX venue_organisation_id ON public.venue USING btree (organisation_id);

