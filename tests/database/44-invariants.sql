-- SPDX-License-Identifier: Apache-2.0
-- What no role gets past, whether through the door or beside it (GS-2.2.2): the owner of the tables is refused like anybody.
\ir lib/platform.sql
select plan(80);

-- A decision as a row, signed by whoever is said; i_change replaces members of the row, i_word of what is signed.
create function row_of(i_name text, i_review uuid, i_change jsonb default '{}', i_word jsonb default '{}') returns review.decision language sql as $$
    select jsonb_populate_record(null::review.decision, jsonb_build_object(
               'review_id', i_review, 'person_id', a.person_id, 'round', s.round, 'ordinal', s.ordinal, 'account_id', a.account_id,
               'device_id', (select d.device_id from identity.device d where d.account_id = a.account_id limit 1), 'needs', '[1]'::jsonb, 'verdict', 'approve', 'comment', 'seen',
               'countersignature', tap.sign(i_name, 'countersignature+jws', tap.word(i_name, i_review, 'approve', i_word)),
               'decided_at', now()) || i_change)
      from identity.account a, review.stage s
     where a.name = i_name and s.review_id = i_review and s.state = 'open';
$$;
create table written (decision review.decision);
grant usage on schema tap to cs_owner, cs_door, cs_gateway, cs_sealer, cs_operator;
grant select on tap.written to cs_owner, cs_door, cs_gateway, cs_sealer, cs_operator;
-- What comes of it, written beside the door as that role: kept, or the state of the refusal.
create function beside(i_role text, i_sql text) returns text language plpgsql as $$
declare
    l_state text := 'kept';
begin
    execute format('set local role %I', i_role);
    begin
        execute i_sql;
        raise exception using errcode = 'P0T01';
    exception
        when sqlstate 'P0T01' then null; -- undone: each is tried on the same rows
        when others then l_state := sqlstate;
    end;
    reset role;
    return l_state;
end $$;
create function written(i_role text, i_decision review.decision) returns text language plpgsql as $$
begin
    delete from tap.written;
    insert into tap.written select i_decision;
    return tap.beside(i_role, 'insert into review.decision select (w.decision).* from tap.written w');
end $$;

insert into identity.account_role (account_id, role) values
    (account('a.author'), 'reviewer.department'), (account('a.colleague'), 'reviewer.department');
-- Another account of the same person, with a duty, a key and a session of its own.
insert into identity.account (account_id, institution_id, institution_kind, person_id, department, name, rank, state)
select ops.uuid_v7(), a.institution_id, a.institution_kind, a.person_id, 'credit', 'banka.second', 'manager', 'active' from identity.account a where a.name = 'a.department1';
insert into identity.account_role (account_id, role) values (account('banka.second'), 'reviewer.responsible');
insert into identity.device (account_id, label, class, transport, thumbprint, signer, kid, signing_key, state, bound_at)
select account('banka.second'), 'test', 'certificate', 'certificate', c->>'thumbprint', 'key', c->>'kid', decode(c->>'spki', 'hex'), 'bound', now()
  from certificate('banka.second') c;
insert into identity.session (account_id, device_id, handle_digest, idle, expires_at)
select d.account_id, d.device_id, sha256(handle('banka.second')), '30 minutes', now() + interval '1 hour' from identity.device d where d.account_id = account('banka.second');

select ((draft('a.author')).body->'record'->>'id')::uuid as record \gset
select submit('a.author', :'record') as review \gset

-- The door is the only way for those who serve.
select is(written(role, row_of('a.department1', :'review')), '42501', role || ' writes no decision')
  from unnest(array['cs_gateway', 'cs_sealer', 'cs_operator']) role;
select is(beside(role, format('update review.review set state = ''approved'' where review_id = %L', :'review')), '42501', role || ' approves nothing')
  from unnest(array['cs_gateway', 'cs_sealer', 'cs_operator']) role;

-- What may be written at all is what would be accepted.
select is(written(role, row_of('a.department1', :'review')), 'kept', role || ' writes what is signed by who may decide')
  from unnest(array['cs_owner', 'cs_door', 'postgres']) role;
select is(written(role, row_of(name, :'review', change, word)), 'CS016', role || ' does not write ' || claim)
  from unnest(array['cs_owner', 'cs_door', 'postgres']) role,
       (values ('a.author', '{}'::jsonb, '{}'::jsonb, 'a requester''s and author''s'),
               ('a.department2', '{}', '{}', 'one of another department'),
               ('a.officer', '{}', '{}', 'one without the permission'),
               ('b.approver1', '{}', '{}', 'one of another bank'),
               ('a.responsible1', '{}', '{}', 'one whose stage is not open'),
               ('a.responsible1', '{"ordinal": 2}', '{"stage": "responsible"}', 'one for a stage that waits'),
               ('a.department1', '{"needs": [2]}', '{}', 'one of a group that there is not'),
               ('a.department1', '{"countersignature": "a.b.c"}', '{}', 'an unsigned one'),
               ('a.department1', '{"verdict": "reject"}', '{}', 'another verdict than was signed'),
               ('a.department1', '{"comment": "other"}', '{}', 'another comment than was signed'),
               ('a.department1', '{}', '{"digest": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}', 'one over another payload'),
               ('a.department1', '{}', '{"nonce": "AAAAAAAAAAAAAAAAAAAAAA"}', 'one over another nonce'),
               ('a.department1', '{}', '{"round": 2}', 'one for another round'),
               ('a.department1', jsonb_build_object('person_id', (select person_id from identity.account where name = 'a.officer')), '{}', 'one in another person''s name')
       ) t (name, change, word, claim);
set local session_replication_role = replica;
select is(written('postgres', row_of('a.author', :'review')), 'CS016', 'nor does a replica''s role');
set local session_replication_role = origin;

-- Demoted, suspended, without a device.
savepoint demoted;
delete from identity.account_role where account_id = account('a.department1');
select is(decide('a.department1', :'review', 'approve'), 'not_found', 'who was demoted after it was opened does not decide');
select is(written('cs_owner', row_of('a.department1', :'review')), 'CS016', 'in no way');
rollback to demoted;
update identity.device set class = 'software' where account_id = account('a.department1');
select is(decide('a.department1', :'review', 'approve'), 'device_class', 'nor who has a key of too low a class (JR-5.1)');
select is(written('cs_owner', row_of('a.department1', :'review')), 'CS016', 'in no way either');
rollback to demoted;

-- Nothing is approved without its words.
select is(beside('cs_owner', format(change, :'review')), 'CS016', 'the owner cannot: ' || change)
  from (values ('update review.review set state = ''approved'', closed_at = now() where review_id = %L'),
               ('update review.review set state = ''failed'', closed_at = now() where review_id = %L'),
               ('update review.stage set state = ''approved'' where state = ''open'' and review_id = %L'),
               ('update review.stage set state = ''approved'' where state = ''waiting'' and review_id = %L'),
               ('update review.stage set round = 2 where review_id = %L'),
               ('update review.review set person_id = (select person_id from identity.account where name = ''a.officer'') where review_id = %L'),
               ('update review.review set round = 2 where review_id = %L'),
               ('update review.review set digest = sha256(''{}''), payload = ''{}'' where review_id = %L'),
               ('insert into review.stage (review_id, round, ordinal, name, blind, state, nonce) values (%L, 1, 4, ''more'', true, ''approved'', sha256(''x'')::bytea)')) t (change);
select is(beside('cs_owner', format(change, :'review')), 'CS013', 'nor: ' || change)
  from (values ('update review.need set approvals = 0 where review_id = %L'), ('delete from review.need where review_id = %L'), ('delete from review.stage where review_id = %L')) t (change);

-- One person, two accounts.
select is(decide('a.department1', :'review', 'approve'), 'ok', 'the department approves');
select is(decide('banka.second', :'review', 'approve'), 'already_decided', 'the same person does not decide by another account');
select is(written(role, row_of('banka.second', :'review')), 'CS016', 'nor beside the door as ' || role) from unnest(array['cs_owner', 'cs_door', 'postgres']) role;
select is(written('cs_owner', jsonb_populate_record(row_of('a.responsible1', :'review'), jsonb_build_object('person_id', (select person_id from identity.account where name = 'a.department1')))),
          'CS016', 'nor by another''s word');
select is((select state from review.stage where review_id = :'review' and ordinal = 1), 'approved', 'a stage is approved by its words');
select is(written('cs_owner', row_of('a.responsible1', :'review')), 'kept', 'another person does');
select is(beside('cs_owner', format('update review.stage set state = ''open'' where ordinal = 1 and review_id = %L', :'review')), 'CS016', 'and does not open again');
update review.review set opened_at = opened_at - interval '9 days', due_at = due_at - interval '9 days', expires_at = expires_at - interval '9 days' where review_id = :'review';
select is(written('cs_owner', row_of('a.responsible1', :'review')), 'CS016', 'after the end nobody decides');

-- A review that the owner makes without its stages is none.
select is(beside('cs_owner', $$
    insert into review.review select (jsonb_populate_record(r, jsonb_build_object('review_id', ops.uuid_v7(), 'object_id', ops.uuid_v7()))).* from review.review r limit 1;
    update review.review set state = 'approved', closed_at = now() where review_id = (select max(review_id::text)::uuid from review.review)
$$), 'CS016', 'what has no stages is not approved');
select is(beside('cs_owner', $$
    insert into review.review select (jsonb_populate_record(r, jsonb_build_object('review_id', ops.uuid_v7(), 'object_id', ops.uuid_v7(), 'state', 'approved', 'closed_at', now()))).* from review.review r limit 1
$$), 'CS016', 'nor begins approved');

select * from finish();
rollback;
