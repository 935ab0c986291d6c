-- SPDX-License-Identifier: Apache-2.0
-- Who owns what and who may call what: the one place for privileges of
-- schemas and functions.  Tables grant what cs_door needs in their own file.
-- A login executes the functions of its one schema and touches nothing else.
-- Roles belong to the cluster, so they may be there already.

do $$
declare
    l_name text;
begin
    foreach l_name in array array['cs_owner', 'cs_door', 'cs_lookup', 'cs_clock'] loop
        if to_regrole(l_name) is null then
            execute format('create role %I nologin', l_name);
        end if;
    end loop;
    foreach l_name in array array['cs_gateway', 'cs_sealer', 'cs_operator'] loop
        if to_regrole(l_name) is null then
            execute format('create role %I login', l_name);
        end if;
    end loop;
end $$;

comment on role cs_owner is 'owns schemas and tables; nobody logs in as it';
comment on role cs_door is 'owns the functions of the doors, which see the rows of one institution; nobody logs in as it';
comment on role cs_lookup is 'owns what looks across institutions: sign-in, sessions, batches; nobody logs in as it';
comment on role cs_clock is 'owns the clock''s work; nobody logs in as it';
comment on role cs_gateway is 'login of the gateway''s workers: executes the functions of schema gateway';
comment on role cs_sealer is 'login of the sealer: executes the functions of schema sealer';
comment on role cs_operator is 'login of the operator''s tools: executes the functions of schema operator';

-- Not to act as them, but to see and end what their sessions leave open (audit.free_horizon).
grant cs_gateway, cs_sealer, cs_operator to cs_door;

-- They do what cs_door does, and see further (security/policies.sql).
grant cs_door to cs_lookup, cs_clock;

-- What is made from here on is nobody's but its owner's, until granted below.
alter default privileges for role cs_owner revoke execute on functions from public;
alter default privileges for role cs_door revoke execute on functions from public;
alter default privileges for role cs_owner revoke usage on types from public;
alter default privileges for role cs_door revoke usage on types from public;

revoke all on schema public from public;
do $$
begin
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to cs_gateway, cs_sealer, cs_operator', current_database());
end $$;

-- Large objects are a table that anybody may fill.
do $$
declare
    l_function regprocedure;
begin
    for l_function in
        select p.oid
          from pg_proc p
         where p.pronamespace = 'pg_catalog'::regnamespace and p.proname in ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_put', 'lowrite')
    loop
        execute format('revoke all on function %s from public', l_function);
    end loop;
end $$;

-- The rooms.
create schema countersign authorization cs_owner;
comment on schema countersign is 'the extension: signatures, certificates and canonical JSON, verified inside the database';
create schema identity authorization cs_owner;
comment on schema identity is 'institutions, persons, accounts, devices, credentials, sessions';
create schema access authorization cs_owner;
comment on schema access is 'policies projected into rows, permissions, grants';
create schema review authorization cs_owner;
comment on schema review is 'the one review engine: reviews, stages, decisions';
create schema record authorization cs_owner;
comment on schema record is 'records and their revisions, as ciphertext';
create schema audit authorization cs_owner;
comment on schema audit is 'the log: entries, personal parts, leaves, checkpoints';
create schema ops authorization cs_owner;
comment on schema ops is 'nodes, and small functions that every schema uses';

grant usage on schema countersign, identity, access, review, record, audit, ops to cs_door;
alter default privileges for role cs_owner in schema identity, access, review, record, audit, ops
    grant execute on functions to cs_door;
alter default privileges for role cs_owner in schema identity, access, review, record, audit, ops
    grant usage on types to cs_door;

-- The doors: owned by cs_door, each opened to one login.
create schema gateway authorization cs_door;
comment on schema gateway is 'functions only: the gateway''s door';
create schema sealer authorization cs_door;
comment on schema sealer is 'functions only: the sealer''s door';
create schema operator authorization cs_door;
comment on schema operator is 'functions only: the operator''s door';

grant usage on schema gateway to cs_gateway;
grant usage, create on schema gateway to cs_owner;
grant usage on schema sealer to cs_sealer;
grant usage on schema operator to cs_operator;
alter default privileges for role cs_door in schema gateway grant execute on functions to cs_gateway;
alter default privileges for role cs_door in schema sealer grant execute on functions to cs_sealer;
alter default privileges for role cs_door in schema operator grant execute on functions to cs_operator;
alter default privileges for role cs_door in schema gateway grant usage on types to cs_gateway, cs_owner;
alter default privileges for role cs_door in schema sealer grant usage on types to cs_sealer;
alter default privileges for role cs_door in schema operator grant usage on types to cs_operator;
