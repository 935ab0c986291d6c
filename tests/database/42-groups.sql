-- SPDX-License-Identifier: Apache-2.0
-- Groups that decide a stage together: so many persons of each, each counted for one (GS-2.2.2, GS-3.2).
\ir lib/platform.sql
select plan(36);

create function activate(i_kind text, i_stages jsonb) returns integer language sql as $$
    select access.activate_policies(jsonb_set(tap.easy_policies(), array['reviews', 'kinds', i_kind, 'stages'], i_stages));
$$;
create function need(i_permission text, i_scope text, i_approvals integer default 1) returns jsonb language sql as $$
    select jsonb_build_object('permission', i_permission, 'scope', i_scope, 'approvals', i_approvals);
$$;
create function stage(i_name text, i_blind boolean, variadic i_needs jsonb[]) returns jsonb language sql as $$
    select jsonb_build_object('name', i_name, 'blind', i_blind, 'needs', to_jsonb(i_needs));
$$;
create function opened() returns uuid language sql as $$
    select tap.submit('a.author', ((tap.draft('a.author')).body->'record'->>'id')::uuid);
$$;
create function shown(i_name text, i_review uuid) returns jsonb language sql as $$
    select (tap.door('read_review', tap.call(i_name, 'review.read'), jsonb_build_object('review', i_review))).body->'stages'->0;
$$;
create function listed(i_name text, i_review uuid) returns boolean language sql as $$
    select exists (select from jsonb_array_elements((tap.door('list_reviews', tap.call(i_name, 'review.list'), '{"role": "reviewer"}')).body->'items') r
                    where r->>'id' = i_review::text);
$$;

-- One of the department and one person responsible, in one stage; a.responsible1 is both, a.reviewer1 one more of the department.
insert into identity.account_role (account_id, role) values
    (account('a.responsible1'), 'reviewer.department'), (account('a.reviewer1'), 'reviewer.department');
select activate('record.publish', jsonb_build_array(
    stage('both', true, need('record.publish.department', 'department'), need('record.publish.responsible', 'institution')),
    stage('compliance', true, need('record.publish.compliance', 'institution')),
    stage('last', false, need('record.publish.compliance', 'institution')))) \g /dev/null
select opened() as review \gset
select is(shown('a.author', :'review')->'needs', '[{"permission": "record.publish.department", "scope": "department", "approvals": 1},
          {"permission": "record.publish.responsible", "scope": "institution", "approvals": 1}]', 'the groups are told');
select is(shown('a.author', :'review')->'eligible'->>'count', '4', 'and who is of two of them counts once');
select is(decide('a.department1', :'review', 'approve'), 'ok', 'one of the department decides');
select is(decide('a.reviewer1', :'review', 'approve'), 'not_eligible', 'a second is not counted for the other group');
select ok(not listed('a.reviewer1', :'review'), 'nor asked any more');
select ok(listed('a.responsible1', :'review'), 'who is of both still is');
select is(shown('a.author', :'review')->'eligible'->>'count', '4', 'who is left does not tell who has decided blind');
select is(shown('a.author', :'review')->'decisions', '[]', 'what the first said stays hidden');
select is(decide('a.responsible1', :'review', 'approve'), 'ok', 'and completes the stage');
select is(shown('a.author', :'review')->>'state', 'approved', 'with one of each group');
select is((select string_agg(d.needs::text, ' ' order by d.needs) from review.decision d where d.review_id = :'review'), '{1} {1,2}', 'of which they were is kept');

select opened() as review \gset
select is(decide('a.responsible1', :'review', 'approve'), 'ok', 'who is of both decides first');
select is(decide('a.responsible2', :'review', 'approve'), 'ok', 'and is counted for the other group than the next');
select is(shown('a.author', :'review')->>'state', 'approved', 'which completes the stage as well');
select opened() as review \gset
select decide('a.responsible1', :'review', 'approve') \g /dev/null
select is(decide('a.reviewer1', :'review', 'reject'), 'ok', 'or for the other');
select is((select state from review.review where review_id = :'review'), 'rejected', 'one rejection of any group ends it');

-- Who is missing is named before anybody decides.
update identity.account set state = 'suspended' where name in ('a.department1', 'a.reviewer1', 'a.responsible2');
select ((draft('a.author')).body->'record'->>'id')::uuid as record \gset
select is((door('publish_record', call('a.author', 'record.publish'), jsonb_build_object('record', :'record'))).body->>'detail',
          'both (record.publish.department of BANKA, credit), both (record.publish.responsible of BANKA): 1 eligible, 2 needed',
          'one person who is of both is not two');
update identity.account set state = 'active' where name in ('a.department1', 'a.reviewer1', 'a.responsible2');

-- Not blind: the first word is seen.
select activate('account.unlock', jsonb_build_array(stage('unlocking', false, need('account.review', 'institution', 2)))) \g /dev/null
update identity.account set state = 'locked' where name = 'a.colleague';
select (door('unlock_account', call('a.officer', 'account.unlock', jsonb_build_object('object_type', 'account', 'object', account('a.colleague'))),
             jsonb_build_object('account', account('a.colleague')))).body->'review'->>'id' as review \gset
select decide('a.reviewer1', :'review', 'approve') \g /dev/null
select is(shown('a.reviewer2', :'review')->'decisions'->0->>'account', account('a.reviewer1')::text, 'in a stage that is not blind the first word is seen');
select is(decide('a.reviewer1', :'review', 'approve'), 'already_decided', 'a group of two takes two persons');

-- Stages by grade of risk.
create function stages(i_grade text) returns text language sql as $$
    select string_agg(n.ordinal || ' ' || i.code, ', ' order by n.ordinal)
      from review.draft_needs(jsonb_populate_record(null::review.review, jsonb_build_object('policy', access.current_policy(), 'kind', 'permission.grant',
               'grade', i_grade, 'institution_id', tap.institution('BANKB'), 'owner_id', tap.institution('BANKA'))), null) n
      join identity.institution i on i.institution_id = n.institution_id;
$$;
select is(stages('medium'), '1 BANKB, 2 BANKA', 'two stages where the risk is medium (GS-3.2)');
select is(stages('high'), '1 BANKB, 2 BANKA, 3 BANKA', 'three where it is high (GS-3.2)');
select is(stages(null), '1 BANKB, 2 BANKA, 3 BANKA', 'nor fewer where nobody knows');

-- Persons of distinct members.
select activate('institution.suspend', jsonb_build_array(
    stage('system', true, need('institution.admit.system', 'operator')), stage('members', true, need('entry.read', 'members', 3)))) \g /dev/null
insert into identity.account_role (account_id, role) values (account('a.department2'), 'auditor');
create function suspend(i_code text) returns gateway.answer language sql as $$
    select tap.door('suspend_institution', tap.call('oper.system1', 'institution.suspend', jsonb_build_object('object_type', 'institution', 'object', tap.institution(i_code))),
                    jsonb_build_object('institution', tap.institution(i_code), 'reason', 'test'));
$$;
select (suspend('BANKC')).body->'review'->>'id' as review \gset
select is((select approvals from review.need where review_id = :'review' and scope = 'members'), 2, 'of members no more are asked than there are');
select decide('oper.system2', :'review', 'approve'), decide('a.auditor', :'review', 'approve') \g /dev/null
select is(decide('a.department2', :'review', 'approve'), 'not_eligible', 'a second person of the same member does not count');
select is(decide('c.reader', :'review', 'approve'), 'not_found', 'nor one who is of none');
select is(decide('b.auditor', :'review', 'approve'), 'ok', 'one of another does');
select is((select state from review.review where review_id = :'review'), 'approved', 'and it is decided');
update identity.account set state = 'suspended' where name = 'b.auditor';
update identity.institution set state = 'active' where code = 'BANKC';
select is((suspend('BANKC')).body->>'detail', 'members (entry.read of members): 1 eligible, 2 needed', 'two people of one member are not two members');
update identity.institution set state = 'suspended' where code in ('BANKA', 'BANKB');
select is((suspend('BANKC')).body->>'detail', 'members (entry.read of members): 0 eligible, 2 needed', 'members that are suspended are asked for still (GS-1.4)');
update identity.institution set state = 'active' where code in ('BANKA', 'BANKB');

-- Whom the operator admits today does not decide for all tomorrow (GS-1.4).
create function settled() returns text language sql as $$ select string_agg(i.code, ' ' order by i.code) from identity.institution i where identity.is_settled(i) $$;
insert into identity.institution (institution_id, code, name, kind, jurisdiction, state, wrapped_key, admitted_at)
values (ops.uuid_v7(), 'BANKD', 'BANKD', 'member', 'CN', 'active', '\x00', now() - interval '29 days');
select is(settled(), 'BANKA BANKB', 'a member that was admitted a month ago has no say in it');
update identity.institution set state = 'suspended' where code = 'BANKA';
select is(settled(), 'BANKA BANKB', 'nor in the place of one that is suspended');
update identity.institution set state = 'active' where code = 'BANKA';
update identity.institution set admitted_at = now() - interval '31 days' where code = 'BANKD';
select is(settled(), 'BANKA BANKB BANKD', 'and later it has');
update identity.institution set admitted_at = now() where code = 'BANKB';
update identity.account set state = 'active' where name = 'b.auditor';
select is((suspend('BANKC')).body->>'detail', 'members (entry.read of members): 1 eligible, 2 needed', 'its people are not among those who decide');
update identity.institution set admitted_at = now() where code in ('BANKA', 'BANKD');
select is(settled(), 'BANKA BANKB', 'the first two have at once');
delete from identity.institution where code = 'BANKD';
update identity.account set state = 'suspended' where name = 'b.auditor';

-- Each party of an agreement.
select activate('account.unlock', jsonb_build_array(stage('unlocking', true, need('entry.read', 'parties', 2)))) \g /dev/null
select is((select string_agg(i.code || n.approvals || n.need, ', ' order by n.need)
             from review.draft_needs(jsonb_populate_record(null::review.review, jsonb_build_object('policy', access.current_policy(), 'kind', 'account.unlock')),
                                     array[institution('BANKA'), institution('BANKB')]) n
             join identity.institution i on i.institution_id = n.institution_id),
          (select string_agg(i.code || 2 || i.number, ', ' order by i.number)
             from (select code, row_number() over (order by institution_id) as number from identity.institution where code in ('BANKA', 'BANKB')) i),
          'a group for each party');
select throws_ok($$update review.need set approvals = 1$$, 'CS013', null, 'what a stage asks for is never changed');

select * from finish();
rollback;
