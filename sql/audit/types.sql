-- SPDX-License-Identifier: Apache-2.0
-- What a call carries through SQL, and what every function of the door answers.

create type audit.call as (
    entry_id       uuid,
    entry          jsonb,
    mac            bytea,
    personal       text,
    salt           bytea,
    key            text,
    code           text,
    repeated       jsonb,
    account_id     uuid,
    person_id      uuid,
    institution_id uuid,
    department     text,
    rank           text,
    kind           text,
    session_id     uuid,
    device_id      uuid,
    device_class   text,
    policy         integer
);
comment on type audit.call is
    'One call under way: its request entry as the gateway fixed it, and who is calling as the database found out. A code that is not null ends the call: hand both to audit.end_call.';

create type gateway.answer as (
    code text,
    body jsonb
);
comment on type gateway.answer is
    'What a function of the door answers: ok or a name of src/base/status.h, and the JSON the client gets, or what the problem document adds.';
grant usage on type gateway.answer to cs_door, cs_gateway;
