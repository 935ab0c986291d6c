-- SPDX-License-Identifier: Apache-2.0
-- What is published is given another level and grade by three others, and what was granted beyond them is revoked (GS-4.1, GS-2.3.1).
\ir lib/platform.sql
\ir lib/agreements.sql
select plan(71);

create function reclassify(i_name text, i_record uuid, i_more jsonb default '{}') returns gateway.answer language sql as $$
    select tap.door('reclassify_record', tap.call(i_name, 'record.reclassify', jsonb_build_object('object_type', 'record', 'object', i_record)),
                    jsonb_build_object('record', i_record, 'level', 'secret', 'grade', 'general', 'reason', 'It names a borrower.',
                                       'identifier', 'd.e.f', 'title_sealed', 'abcd', 'revision', 1) || i_more);
$$;
create function reclassification(i_record uuid, i_more jsonb default '{}', i_name text default 'a.colleague') returns uuid language sql as $$
    select ((tap.reclassify(i_name, i_record, i_more)).body->'review'->>'id')::uuid;
$$;
create function decides(i_review uuid, i_last text default 'approve') returns text[] language plpgsql as $$
begin
    return array[tap.decide('a.department1', i_review, 'approve'), tap.decide('a.responsible1', i_review, 'approve'), tap.decide('a.compliance1', i_review, i_last)];
end $$;
create function stands(i_record uuid) returns text language sql as $$
    select concat_ws(' ', r.state, r.level, r.grade, r.revision, coalesce(r.title, 'sealed')) from record.record r where r.record_id = i_record;
$$;
create function state(i_grant uuid) returns text language sql as $$ select g.state from access.grant g where g.grant_id = i_grant $$;
create function prepared(i_name text, i_record uuid, i_more jsonb default '{}') returns jsonb language sql as $$
    select (tap.door('prepare_reclassification', tap.call(i_name, 'record.reclassify'), '{"level": "secret", "grade": "core"}' || jsonb_build_object('record', i_record) || i_more)).body;
$$;
select publish('{"level": "confidential"}') as one, publish('{"level": "confidential"}') as two, publish('{"level": "confidential"}') as three,
       publish('{"level": "confidential"}') as four, publish('{"level": "secret", "title": null, "title_sealed": "00"}') as high,
       ((draft('a.author')).body->'record'->>'id')::uuid as draft \gset

-- Who may ask, and for what.
select is((reclassify('b.executive', :'one')).code, 'not_found', 'another institution does not ask');
select is((reclassify('a.officer', :'one')).code, 'forbidden', 'nor who may not publish');
select is((reclassify('a.responsible1', :'one')).code, 'forbidden', 'nor a reviewer');
select is((reclassify('oper.system1', :'one')).code, 'forbidden', 'nor the operator''s people');
select is((reclassify('a.author', ops.uuid_v7())).code, 'not_found', 'what there is not has no level');
select is((reclassify('a.colleague', :'draft')).code, 'not_found', 'of another''s draft nobody knows');
select is((reclassify('a.author', :'draft')).body->>'detail', 'the record is draft: revise it', 'a draft is revised');
select is((reclassify('a.author', :'one', '{"level": "confidential"}')).body->>'pointer', '/level', 'nothing other is nothing asked');
select is((reclassify('a.author', :'one', '{"level": "none"}')).body->>'pointer', '/level', 'nor a level that there is not');
select is((reclassify('a.author', :'one', '{"grade": "none"}')).body->>'pointer', '/grade', 'nor such a grade');
select is((reclassify('a.author', :'one', '{"revision": 2}')).code, 'facts_moved', 'what was made for another revision serves nothing');
select is((reclassify('a.author', :'one', '{"level": "public", "title_sealed": null, "title": "Another"}')).code, 'facts_moved', 'nor what is of another title');
select is(prepared('b.executive', :'one'), '{}', 'what another institution asks for is not made ready');
select is(prepared('a.author', :'draft'), '{}', 'nor what cannot be asked for');
select is(prepared('a.author', :'one') - array['now', 'institution_key'], jsonb_build_object('record', :'one', 'revision', 1, 'sealed_revision', 1, 'institution', institution('BANKA'),
          'wrapped_key', '00', 'title', 'A note', 'title_sealed', null, 'identifier', 'a.b.c'), 'what can be is told to the gateway');
select is((door('prepare_reclassification', call('a.officer', 'record.reclassify'), jsonb_build_object('record', :'one'))).code, 'forbidden', 'who may not publish is told nothing');

-- The whole way up.
select granted('b.manager', :'one') as covers, granted('b.manager', :'two') as beside,
       granted('b.reader', :'one', '{"max_level": "confidential"}') as below, granted('b.executive', null, '{"type": "note", "max_level": "confidential"}') as wide \gset
update access.grant set operations = '{view}' where grant_id = :'covers';
select granted('b.manager', :'one') as further \gset
select reclassification(:'one') as review \gset
select is(stands(:'one'), 'published confidential general 1 A note', 'asking changes nothing');
select is((select identifier from record.revision where record_id = :'one'), 'a.b.c', 'nor is the platform''s signature over the new level anybody''s');
select set_eq(format($$select jsonb_object_keys(payload::jsonb) from review.review where review_id = %L$$, :'review'), array['record', 'revision', 'type', 'category', 'level', 'grade',
          'title', 'institution', 'author', 'media_type', 'size_bytes', 'content_digest', 'audience', 'expires_at', 'identifier', 'source', 'reason', 'from',
          'identifier_digest', 'title_digest'], 'the review pins what the record is and what it is to be');
select ok((select payload::jsonb @> '{"level": "secret", "grade": "general", "title": null, "from": {"level": "confidential", "grade": "general"}, "reason": "It names a borrower."}'
             from review.review where review_id = :'review'), 'a title that will be sealed is not told');
select is((select payload::jsonb->>'identifier_digest' from review.review where review_id = :'review'), ops.base64url(sha256('d.e.f')), 'by its digest the identifier is pinned');
select ok(not exists (select from review.review where review_id = :'review' and payload ~ 'd\.e\.f|abcd'), 'and by nothing else');
select is((reclassify('a.author', :'one')).body->>'review', :'review', 'it is asked once at a time');
select is((door('destroy_record', call('a.author', 'record.destroy'), jsonb_build_object('record', :'one'))).code, 'conflict', 'nor is it to be destroyed meanwhile');
select is(decide('a.colleague', :'review', 'approve'), 'own_request', 'the requester does not decide');
select is(decide('a.author', :'review', 'approve'), 'own_request', 'nor its author');
select is(decide('a.compliance1', :'review', 'approve'), 'not_eligible', 'nor compliance before the department');
select is(decides(:'review'), '{ok,ok,ok}', 'three say yes');
select is(stands(:'one'), 'published secret general 2 sealed', 'it is another revision, of the new level');
select is((select title_sealed from record.record where record_id = :'one'), '\xabcd', 'with its title sealed');
select is((select concat_ws(' ', v.level, v.identifier, v.sealed_revision, v.content = f.content, v.attestation = f.attestation, f.level, f.identifier)
             from record.revision v join record.revision f on f.record_id = v.record_id and f.revision = 1 where v.record_id = :'one' and v.revision = 2),
          'secret d.e.f 1 t t confidential a.b.c', 'the same content with an identifier of its own; the former one stays what it was');
select is(state(:'covers'), 'granted', 'a grant that covers the new level stays');
select is(state(:'below'), 'revoked', 'one up to a lower level is revoked');
select is(state(:'further'), 'revoked', 'one for what the holder''s rank does not have there is revoked');
select is(array[state(:'beside'), state(:'wide')], '{granted,granted}', 'one for another record is not, nor one for a type');
select is((select string_agg(action || coalesce(' ' || reason_code, ''), ', ' order by action) from audit.entry where review_id = :'review' and action in ('record.reclassified', 'grant.revoked', 'review.approved')),
          'grant.revoked reclassification, grant.revoked reclassification, record.reclassified, review.approved', 'all of that on record');
select is((select revision from audit.entry where review_id = :'review' and action = 'record.reclassified'), 2, 'with the revision');
select is((select count(*) from ops.notification n where n.grant_id in (:'below', :'further') and n.code = 'grant.revoked'), 2::bigint, 'whose grants they were is told');
select is((select count(*) from record.reclassification), 0::bigint, 'nothing that was made ready is left');
select is((record.describe_question(:'one', account('b.manager')))->'object'->>'level', 'secret', 'who decides on releases is told the new level');
select is(record.check_release(r, 1, account('b.manager'), institution('BANKB'), 'manager', 'view', 'risk', :'covers', null), 'facts_moved', 'a release of the former revision does not go on')
  from record.record r where record_id = :'one';
select is(record.check_release(r, 2, account('b.manager'), institution('BANKB'), 'manager', 'view', 'risk', :'covers', null), 'ok', 'one of the new revision is made')
  from record.record r where record_id = :'one';

-- And down: what was granted allows no more.
select ((draft('a.author')).body->'record'->>'id')::uuid as unused \gset
select reclassification(:'high', '{"level": "public", "title_sealed": null, "title": "In the open"}') as review \gset
select ok((select payload !~ 'In the open' from review.review where review_id = :'review'), 'a title that is sealed yet is not told');
select is(decides(:'review'), '{ok,ok,ok}', 'it is lowered as it is raised');
select is(stands(:'high'), 'published public general 2 In the open', 'with its title in the open');
select is(reclassification(:'high', '{"revision": 2, "level": "top_secret"}') is not null, true, 'and may be raised again');
select granted('b.manager', :'two', '{"max_level": "secret"}') as wider \gset
update access.grant set operations = '{view}' where grant_id = :'wider';
select reclassification(:'two', '{"level": "public", "grade": "general", "title_sealed": null, "title": "A note"}') as review \gset
select is(decides(:'review'), '{ok,ok,ok}', 'another is lowered');
select is((select operations from access.grant where grant_id = :'wider'), '{view}', 'a lower level widens no grant');

-- By the risk that decided: what the engine granted, or two stages, is not enough for a graver grade.
update record.record set grade = 'general' where record_id = :'three';
select granted('b.executive', :'three') as mild, granted('b.executive', :'three') as grave \gset
update access.grant set operations = '{view}' where grant_id in (:'mild', :'grave');
insert into access.risk (grant_id, person_id, policy, inputs, grade, points, factors)
select g.grant_id, a.person_id, access.current_policy(), jsonb_build_object('level', g.max_level, 'grade', 'general', 'cross_institution', true)::text, f.grade, 0, '[]'
  from (values (:'mild'::uuid, 'medium'), (:'grave', 'high')) f (id, grade) join access.grant g on g.grant_id = f.id join identity.account a using (account_id);
select is(decides(reclassification(:'three', '{"level": "confidential", "grade": "core", "title_sealed": null, "title": "A note"}')), '{ok,ok,ok}', 'a graver grade alone');
select is(array[state(:'mild'), state(:'grave')], '{revoked,granted}', 'what fewer stages decided than it would now is revoked, what as many did is not');

-- What is asked for meanwhile.
create function asks(i_record uuid) returns gateway.answer language sql as $$
    select ask('b.executive', jsonb_build_object('kind', 'data', 'scope', jsonb_build_object('record', i_record), 'max_level', 'confidential', 'operations', '["view"]'::jsonb,
        'purpose', 'risk', 'until', ops.format_time(now() + interval '1 day'), 'reason', 'A shared borrower.', 'urgency', 'normal', 'grant', ops.uuid_v7()));
$$;
select (asks(:'four')).body->'review'->>'id' as request \gset
select is(decide('b.approver1', :'request', 'approve'), 'ok', 'a grant is on its way');
select reclassification(:'four') as review \gset
select is(decides(:'review'), '{ok,ok,ok}', 'while its record is raised');
select is(decide('a.compliance2', :'request', 'approve'), 'ok', 'the last word on it is taken');
select is((select state || ' ' || reason from review.review where review_id = :'request'), 'failed facts_moved', 'but what was asked for at the lower level is not given');

-- Ends that change nothing.
select publish('{"level": "confidential"}') as five, publish('{"level": "confidential"}') as six, publish('{"level": "confidential"}') as seven \gset
select is(decides(reclassification(:'five'), 'reject'), '{ok,ok,ok}', 'compliance says no');
select is(stands(:'five'), 'published confidential general 1 A note', 'it stays what it was');
select is((select count(*) from record.reclassification where record_id = :'five'), 0::bigint, 'and what was made ready is gone');
insert into identity.account_role values (account('a.reviewer2'), 'reviewer.department');
select reclassification(:'five') as review \gset
select is(decide('a.department1', :'review', 'return'), 'ok', 'another is sent back');
select is((door('resubmit_review', call('a.colleague', 'review.resubmit'), jsonb_build_object('review', :'review', 'payload', '{"level": "public"}'::jsonb))).code, 'invalid_value', 'to be of which level stays');
select is((door('resubmit_review', call('a.colleague', 'review.resubmit'), jsonb_build_object('review', :'review', 'payload', '{"reason": "A list of names."}'::jsonb))).code, 'ok', 'why may be said otherwise');
select ok((select payload::jsonb @> '{"reason": "A list of names.", "level": "secret"}' and payload::jsonb @> record.digest_reclassification(m)
             from review.review r join record.reclassification m using (review_id) where review_id = :'review'), 'and what was made ready serves the next round');
select is((door('withdraw_review', call('a.colleague', 'review.withdraw'), jsonb_build_object('review', :'review'))).code, 'ok', 'and what is asked for is withdrawn');
select reclassification(:'six') as review \gset
select decide('a.department1', :'review', 'approve'), decide('a.responsible1', :'review', 'approve') \g /dev/null
select (door('withdraw_record', call('a.author', 'record.withdraw'), jsonb_build_object('record', :'six', 'reason', 'wrong'))).code \g /dev/null
select is(decide('a.compliance1', :'review', 'approve'), 'ok', 'the last word on what was withdrawn meanwhile');
select is((select state || ' ' || reason from review.review where review_id = :'review'), 'failed facts_moved', 'does nothing');
select is((reclassify('a.author', :'six')).body->>'detail', 'the record is withdrawn', 'nor is it asked for again');
select reclassification(:'seven') as review \gset
update record.reclassification set identifier = 'x.y.z' where review_id = :'review';
select decides(:'review') \g /dev/null
select is((select state || ' ' || reason from review.review where review_id = :'review'), 'failed facts_moved', 'what is not what was signed is not done');
update record.record set expires_at = statement_timestamp() where record_id = :'seven';
select is((reclassify('a.author', :'seven')).body->>'detail', 'the record has expired', 'what has expired stays as it is');
select is((door('plan_review', call('a.author', 'review.plan'), jsonb_build_object('kind', 'record.reclassify', 'payload', jsonb_build_object('record', :'five', 'level', 'secret', 'grade', 'core', 'reason', 'why')))).body #>> '{stages,2,name}',
          'compliance', 'a reclassification is planned');
select is((select count(*) from record.reclassification where record_id = :'five'), 0::bigint, 'of which nothing stays');

-- The higher of the two levels says whether a decision needs a step-up.
create function needs(i_payload jsonb) returns boolean language sql as $$
    select review.needs_step_up(jsonb_populate_record(null::review.review, jsonb_build_object('policy', access.current_policy(), 'kind', 'record.reclassify', 'payload', i_payload::text)), '{}');
$$;
select access.activate_policies(jsonb_set(easy_policies(), '{reviews,kinds,record.reclassify,step_up}', '"confidential"'));
select is(array[needs('{"level": "public", "from": {"level": "confidential"}}'), needs('{"level": "public", "from": {"level": "secret"}}'), needs('{"level": "secret", "from": {"level": "public"}}'), needs('{}')],
          '{f,t,t,t}', 'it is the higher of the two');

-- Levels are compared in the set in force: what they were in a former one counts for nothing.
select granted('b.executive', :'four', '{"max_level": "public"}') as low \gset
insert into access.policy_set (policy) values (100);
insert into access.level (policy, level, ordinal) values (100, 'public', 9);
select access.activate_policies(easy_policies()) \g /dev/null
select ok(access.is_beyond(g, 'confidential', 'general'), 'a grant goes as far as the policies in force let it') from access.grant g where g.grant_id = :'low';

select * from finish();
rollback;
