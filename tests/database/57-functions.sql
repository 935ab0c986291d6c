-- SPDX-License-Identifier: Apache-2.0
-- Function permissions by request (GS-3.1.1), data by type and category
-- (GS-3.1.2), and how grants are taken back (GS-3.3).
\ir lib/platform.sql
\ir lib/agreements.sql
select plan(65);

create function in_days(i_days integer) returns text language sql as $$
    select to_char(now() at time zone 'UTC' + i_days * interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
$$;
create function wish(i_permission text, i_change jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object('kind', 'function', 'permission', i_permission, 'until', tap.in_days(1), 'reason', 'A stand-in.',
                              'urgency', 'normal', 'grant', ops.uuid_v7()) || i_change;
$$;
create function said(i_answer gateway.answer) returns text language sql as $$
    select i_answer.code || coalesce(' ' || (i_answer.body->>'pointer') || ': ' || (i_answer.body->>'detail'), '')
           || case when i_answer.body ? 'grant' then ' granted' when i_answer.body ? 'review' then ' review' else '' end;
$$;
-- A function that is granted, by nobody's word; how it comes to that is claimed below.
create function given(i_name text, i_permission text, i_change jsonb default '{}') returns uuid language sql as $$
    insert into access.grant (grant_id, kind, account_id, institution_id, owner_id, permission, until_at, reason, state, granted_at)
    select ops.uuid_v7(), 'function', a.account_id, a.institution_id, a.institution_id, i_permission,
           now() + interval '1 day', 'A stand-in.', 'granted', now()
      from identity.account a where a.name = i_name
    returning grant_id;
$$;
insert into identity.account_role values (account('a.responsible1'), 'approver.requester');

-- Who may ask for what.
select is(said(ask(who, wish(permission, change))), wanted, claim)
  from (values
    ('a.author', 'world.rule', '{}'::jsonb, 'invalid_value /permission: there is no such permission', 'what there is not'),
    ('a.author', 'record.create', '{}', 'invalid_value /permission: you hold it', 'what one has'),
    ('a.author', 'institution.create', '{}', 'invalid_value /permission: it belongs to management: only the operator''s people can hold it', 'management is the operator''s'),
    ('a.author', 'entry.read', '{}', 'invalid_value /permission: one person cannot hold both entry.read and record.create', 'what excludes what one has'),
    ('a.author', 'account.read', '{"until": "2020-01-01T00:00:00Z"}', 'invalid_value /until: it is a time at least a minute from now, as 2030-12-31T00:00:00Z', 'for what is past'),
    ('a.author', 'account.read', '{"reason": ""}', 'invalid_value /reason: say why: people decide by it', 'for no reason'),
    ('oper.security1', 'institution.admit.system', '{}', 'invalid_value /permission: one person cannot hold both institution.admit.system and institution.admit.security', 'there too, the administrators stay three'),
    ('oper.security1', 'policy.approve.operator', '{}', 'invalid_value /permission: one person cannot hold both policy.propose and policy.approve.operator', 'who proposes a policy does not approve it'),
    ('oper.audit1', 'institution.create', '{}', 'forbidden', 'who audits does not ask'),
    ('a.auditor', 'alert.read', '{}', 'forbidden', 'who may not ask')) t (who, permission, change, wanted, claim);
select is(said(ask('a.responsible1', wish('record.create'))), 'ok granted', 'a basic one is of low risk');
select is(access.has_permission(account('a.responsible1'), 'record.create'), true, 'and counts at once');
select is((ask('a.author', wish('account.read'), '{"grade": "low"}')).code, 'forbidden', 'an advanced one never is');
select (ask('a.author', wish('account.read'))).body->'review'->>'id' as review \gset
select is((select string_agg(n.permission || ' ' || i.code, ', ' order by n.ordinal) from review.need n join identity.institution i using (institution_id)
            where n.review_id = :'review'), 'permission.grant.requester BANKA, permission.grant.owner BANKA', 'two of one''s own institution decide');
select is(access.has_permission(account('a.author'), 'account.read'), false, 'asking gives nothing');
select is(decide('a.author', :'review', 'approve'), 'own_request', 'nor does one''s own word');
select is(decide('a.responsible1', :'review', 'approve'), 'ok', 'one');
select is(decide('a.compliance1', :'review', 'approve'), 'ok', 'and another');
select is(access.has_permission(account('a.author'), 'account.read'), true, 'and it is given');
select is((select count(*) from access.list_permissions(account('a.author')) p where p = 'account.read'), 1::bigint, 'and listed');
select is(access.is_advanced(account('a.author')), true, 'with what is owed for it');
select is((select count(*) from access.list_holding('account.read') h where h = account('a.author')), 1::bigint, 'its holder is one of a group that decides');

-- Management, for whom it can be: the operator's people.
select (ask('oper.security1', wish('institution.create'))).body->'review'->>'id' as review \gset
select is((ask('oper.security1', wish('institution.create'), '{"grade": "low"}')).code, 'forbidden', 'management is never of low risk');
select is((select string_agg(n.permission || ' ' || i.code, ', ' order by n.ordinal) from review.need n join identity.institution i using (institution_id)
            where n.review_id = :'review'), 'permission.grant.requester OPER, permission.grant.owner OPER', 'the operator''s people decide on it');
select is(decide(who, :'review', 'approve'), wanted, claim)
  from (values ('oper.security1', 'own_request', 'the requester does not'), ('oper.audit1', 'not_eligible', 'nor who audits'),
               ('oper.system1', 'not_eligible', 'one after the other'), ('oper.security2', 'ok', 'a security administrator'),
               ('oper.system1', 'ok', 'and a system administrator do')) t (who, wanted, claim);
select is(access.has_permission(account('oper.security1'), 'institution.create'), true, 'and it is given');

-- Exclusive pairs, whichever way a permission comes, at commit.
create function commits(i_statement text) returns text language plpgsql as $$
begin
    execute i_statement;
    set constraints all immediate;
    set constraints all deferred;
    return 'done';
exception when others then
    return sqlstate;
end $$;
insert into identity.account (account_id, institution_id, institution_kind, person_id, department, name, rank, state)
select ops.uuid_v7(), a.institution_id, a.institution_kind, a.person_id, a.department, 'banka.second', a.rank, 'active'
  from identity.account a where a.name = 'a.author';
select is(commits(statement), wanted, claim)
  from (values
    ($$select tap.given('a.author', 'entry.read')$$, 'CS010', 'a grant beside a role'),
    ($$select tap.given('banka.second', 'entry.read')$$, 'CS010', 'also over two accounts'),
    ($$select tap.given('a.colleague', 'account.create'), tap.given('a.colleague', 'account.review')$$, 'CS010', 'two grants'),
    ($$select tap.given('a.reviewer1', 'account.manage')$$, 'CS010', 'a reviewer who manages'),
    ($$with g as (select tap.given('banka.second', 'alert.read')) insert into identity.account_role select tap.account('banka.second'), 'auditor' from g$$, 'CS010', 'a role beside a role of the other account'),
    ($$select tap.given('a.author', 'institution.create')$$, 'CS010', 'management outside the operator'),
    ($$select tap.given('b.executive', 'institution.admit.system')$$, 'CS010', 'whoever it is'),
    ($$select tap.given('oper.system1', 'institution.admit.security')$$, 'CS010', 'the administrators stay three'),
    ($$select tap.given('oper.audit1', 'institution.manage')$$, 'CS010', 'who audits has nothing of management'),
    ($$select tap.given('b.executive', 'account.create')$$, 'done', 'one alone is nobody''s double'),
    ($$insert into identity.account_role values (tap.account('b.executive'), 'account.reviewer')$$, 'CS010', 'until a role excludes it'),
    ($$update access.grant set until_at = now() + interval '2 days' where permission = 'account.create'$$, 'done', 'what lasts longer is looked at again')) t (statement, wanted, claim);

-- What came by the time of deciding.
select (ask('a.colleague', wish('account.create'))).body->'review'->>'id' as raced \gset
select decide('a.responsible1', :'raced', 'approve'), given('a.colleague', 'account.review') \g /dev/null
select is(decide('a.compliance2', :'raced', 'approve'), 'ok', 'the last word is taken');
select is((select r.state || ' ' || r.reason from review.review r where r.review_id = :'raced'), 'failed facts_moved', 'but what excludes it came first');

-- Taken back.
select publish('{"level": "confidential"}') as closed \gset
select granted('b.reader', :'closed') as one, granted('b.reader', :'closed') as two, granted('b.reader', :'closed') as three, granted('b.reader', :'closed') as four \gset
create function revoke(i_name text, i_grant uuid) returns text language sql as $$
    select (tap.door('revoke_grant', tap.call(i_name, 'grant.revoke', jsonb_build_object('object_type', 'grant', 'object', i_grant)),
            jsonb_build_object('grant', i_grant))).code;
$$;
select is(revoke(who, :'one'), 'not_found', who || ' takes back nothing of others')
  from unnest(array['b.manager', 'a.author', 'a.auditor', 'a.officer', 'c.reader', 'oper.system1']) who;
select is(revoke('b.reader', :'one'), 'ok', 'its holder does');
select is(revoke('b.reader', :'one'), 'conflict', 'once');
select is(revoke('a.compliance1', :'two'), 'ok', 'so does who decides for its owner');
insert into identity.account_role values (account('b.approver2'), 'account.officer');
select is(revoke('b.approver2', :'three'), 'ok', 'and who manages its holder''s account');
select is((select string_agg(e.reason_code, ' ' order by e.entry_id) from audit.entry e where e.action = 'grant.revoked'), 'holder owner institution', 'each on record');
select is((select string_agg(g.grant_id::text, ' ') from access.list_live_grants(account('b.reader')) g), :'four', 'what is taken back counts no more');

-- Types and categories.
select is(said(ask('b.reader', jsonb_build_object('kind', 'data', 'scope', scope, 'max_level', 'confidential', 'operations', '["view"]'::jsonb,
              'purpose', 'risk', 'until', in_days(1), 'reason', 'A shared borrower.', 'urgency', 'normal', 'grant', ops.uuid_v7()) || change)), wanted, claim)
  from (values
    ('{"type": "novel", "institution": "BANKA"}'::jsonb, '{}'::jsonb, 'invalid_value /scope/type: it is one of: file, note', 'a type that there is not'),
    ('{"category": "gossip", "institution": "BANKA"}', '{}', 'invalid_value /scope/category: it is one of: payment, risk, threat', 'a category that there is not'),
    ('{"type": "note", "category": "risk"}', '{}', 'invalid_value /scope: it is one of record, type and category', 'two at once'),
    ('{"type": "note", "institution": "BANKX"}', '{}', 'invalid_value /scope/institution: there is no such institution', 'of nobody'),
    ('{"type": "note"}', '{}', 'invalid_value /max_level: what is asked for can be read without a permission', 'one''s own need none'),
    ('{"type": "note", "institution": "BANKC"}', '{}', 'agreement_required /agreement: there is none with BANKC for risk: its approvers propose one by POST /v1/agreements', 'without an agreement'),
    ('{"type": "note"}', jsonb_build_object('agreement', :'agreement'), 'ok review', 'the agreement''s other party is meant'),
    ('{"category": "risk", "institution": "BANKA"}', '{}', 'ok review', 'or who is named')) t (scope, change, wanted, claim);

-- Whoever wrote what is asked for.
insert into identity.account_role values (account('a.author'), 'approver.owner');
select (ask('b.reader', jsonb_build_object('kind', 'data', 'scope', jsonb_build_object('record', :'closed'), 'max_level', 'confidential', 'operations', '["download"]'::jsonb,
           'purpose', 'risk', 'until', in_days(1), 'reason', 'A shared borrower.', 'urgency', 'normal', 'grant', ops.uuid_v7()))).body->'review'->>'id' as authored \gset
select is((select string_agg(h.name, ' ' order by h.name) from review.review r join review.need n using (review_id) cross join lateral review.list_holders(r, n) h
            where r.review_id = :'authored' and n.permission = 'permission.grant.owner'), 'a.compliance1 a.compliance2', 'its author is of no group that decides');

select * from finish();
rollback;
