-- SPDX-License-Identifier: Apache-2.0
-- Who may be proposed (GS-2.1.1): what an effect could stumble over is refused
-- when it is proposed, and the answer says what to do.
\ir lib/platform.sql
select plan(50);

create function der(i_name text) returns text language sql as $$
    select encode(pg_read_binary_file(format('%s/people/%s.der', current_setting('test.place'), i_name)), 'hex');
$$;
create function proposed(i_change jsonb) returns gateway.answer language sql as $$
    select tap.door('create_account', tap.call('a.officer', 'account.create'), jsonb_build_object(
        'name', 'banka.newcomer', 'kind', 'person', 'person', '{"name": "New Comer", "number": "N-1"}'::jsonb, 'institution', 'BANKA',
        'department', 'credit', 'rank', 'staff', 'roles', '["author"]'::jsonb, 'account', ops.uuid_v7(),
        'certificate', tap.der('banka.newcomer'), 'code_half_digest', repeat('00', 32)) || i_change);
$$;
select is((select code || ' ' || (body->>'pointer') from proposed(change)), refusal, 'refused: ' || left(change::text, 60))
  from (values
    ('{"roles": ["author", "author"]}'::jsonb, 'invalid_value /roles'),
    ('{"roles": []}', 'invalid_value /roles'),
    ('{"roles": ["king"]}', 'invalid_value /roles'),
    ('{"roles": ["author", "service"]}', 'invalid_value /roles'),
    ('{"roles": ["admin.system"]}', 'invalid_value /roles'),
    ('{"roles": ["account.officer", "account.reviewer"]}', 'invalid_value /roles'),
    ('{"name": "bankb.newcomer"}', 'invalid_value /name'),
    ('{"name": "bankanewcomer.x"}', 'invalid_value /name'),
    ('{"name": "banka"}', 'invalid_value /name'),
    ('{"name": "BANKA.x"}', 'invalid_value /name'),
    ('{"department": "nowhere"}', 'invalid_value /department'),
    ('{"rank": "king"}', 'invalid_value /rank'),
    ('{"institution": "BANKB"}', 'invalid_value /institution'),
    ('{"kind": "robot"}', 'invalid_value /kind'),
    (jsonb_build_object('person', jsonb_build_object('number', 'N-1', 'name', repeat('x', 257))), 'invalid_value /person/name'),
    ('{"person": {"number": "a.author", "name": "Somebody Else"}}', 'invalid_value /person/name'),
    ('{"person": {"number": "N-1", "name": "New Comer", "phone": "12a4"}}', 'invalid_value /person/phone'),
    ('{"person": {"number": "N-1", "name": "New Comer", "phone": "+86"}}', 'invalid_value /person/phone'),
    ('{"person": {"number": "N-1", "name": "New Comer", "birth_date": "1985-02-30"}}', 'invalid_value /person/birth_date'),
    ('{"person": {"number": "N-1", "name": "New Comer", "birth_date": "1885-02-03"}}', 'invalid_value /person/birth_date'),
    ('{"person": {"number": "N-1", "name": "New Comer", "birth_date": "2985-02-03"}}', 'invalid_value /person/birth_date'),
    (jsonb_build_object('certificate', der('banka.other')), 'invalid_value /certificate'),
    (jsonb_build_object('certificate', der('b.reader')), 'invalid_value /certificate')) t (change, refusal);
select is((proposed(change)).body->>'detail', detail, 'and told: ' || detail)
  from (values
    ('{"name": "bankb.newcomer"}'::jsonb, 'it begins with banka. and has up to 64 lower-case letters, digits and dots'),
    (jsonb_build_object('certificate', der('banka.other')), 'its common name must be the account''s name'),
    (jsonb_build_object('certificate', der('b.reader')), 'its organization must be the institution''s code, BANKA'),
    ('{"roles": ["account.officer", "account.reviewer"]}', 'one person cannot hold both account.create and account.review')) t (change, detail);
savepoint certificates;
insert into identity.device (account_id, class, transport, thumbprint, state)
values (account('a.author'), 'certificate', 'certificate', (certificate('banka.newcomer'))->>'thumbprint', 'pinned');
select is((select code || ' ' || (body->>'pointer') from proposed('{}')), 'device_taken /certificate', 'a certificate is one account''s');
rollback to certificates;
savepoint known;
select is((proposed('{"person": {"number": "N-1", "name": "New Comer", "phone": "+86 138-0000-1234", "birth_date": "1985-02-28"}}')).code, 'ok', 'telephone and birth date are taken');
select is((select payload::text like '%1985%' or payload::text like '%1234%' from review.review r order by r.review_id desc limit 1), false, 'the review does not show them');
select is((select identity.list_words(a.account_id) @> '["001234", "1985", "850228", "0228"]' from identity.account a where a.name = 'banka.newcomer'), true, 'no password contains them');
select is((select code || ' ' || (body->>'pointer') from proposed('{"name": "banka.newcomer.two", "person": {"number": "n1", "name": "New Comer", "phone": "4711"}}')), 'invalid_value /person/phone', 'nor are they replaced');
rollback to known;
select is((proposed('{}')).code, 'ok', 'unaltered the account is proposed');
select is((select code || ' ' || (body->>'pointer') from proposed('{}')), 'already_exists /name', 'once');
update identity.account set name = 'banka.renamed' where name = 'banka.newcomer';
select is((select code || ' ' || (body->>'pointer') from proposed('{}')), 'device_taken /certificate', 'a certificate that is awaited is taken');

-- GS-3.1.1: nobody but the operator's people leads the platform, whichever way the role comes.
insert into identity.account_role (account_id, role) values (account('a.author'), 'admin.security');
select throws_ok('set constraints all immediate', 'CS010', 'only the operator''s people can hold admin.security', 'nor by a row');
delete from identity.account_role where role = 'admin.security' and account_id = account('a.author');
set constraints all deferred;

-- How an institution names its accounts holds for ever, whoever would name one otherwise.
insert into identity.institution (institution_id, code, name, kind, jurisdiction, naming, state)
values (ops.uuid_v7(), 'BANKN', 'Bank N', 'member', 'CN', 'word.number', 'active');
insert into identity.department (institution_id, code) values (institution('BANKN'), 'credit');
create function named(i_name text) returns void language sql as $$
    select identity.add_account(tap.institution('BANKN'), jsonb_build_object(
        'account', ops.uuid_v7(), 'name', i_name, 'person', jsonb_build_object('number', i_name, 'name', 'P'),
        'department', 'credit', 'rank', 'staff', 'roles', '["author"]'::jsonb), null, null);
$$;
select lives_ok($$select named('bankn.teller.7')$$, 'named as the pattern says (GS-2.1.1)');
select throws_ok($$select named('bankn.teller')$$, 'CS014', 'bankn.teller is not named word.number behind its institution''s code', 'not otherwise, without a proposal either');
select throws_ok($$select named('bankn.7.teller')$$, 'CS014', null, 'nor the other way round');
select throws_ok($$update identity.account set name = 'bankn.teller.seven' where name = 'bankn.teller.7'$$, 'CS014', null, 'nor renamed');
select throws_ok($$update identity.account set institution_id = institution('BANKN') where name = 'a.author'$$, 'CS014', null, 'nor brought from elsewhere');
select throws_ok($$update identity.institution set naming = null where code = 'BANKN'$$, 'CS014', null, 'and the pattern stays');

-- An institution's first people.
create function admitted(i_path text[], i_value jsonb) returns gateway.answer language sql as $$
    select tap.door('create_institution', tap.call('oper.system1', 'institution.create'), jsonb_set(jsonb_build_object(
        'code', 'BANKD', 'name', 'Bank D', 'kind', 'member', 'jurisdiction', 'CN', 'departments', '["credit"]'::jsonb,
        'letter_digest', ops.base64url(sha256('letter')), 'institution', ops.uuid_v7(), 'wrapped_key', '00',
        'people', (select jsonb_agg(jsonb_build_object(
                              'name', 'bankd.p' || n, 'person', jsonb_build_object('name', 'P ' || n, 'number', 'P-' || n),
                              'department', 'credit', 'rank', 'staff', 'roles', '["author"]'::jsonb,
                              'thumbprint', ops.base64url(sha256(convert_to(n::text, 'UTF8')))))
                     from generate_series(1, 6) n)), i_path, i_value));
$$;
select is((select code || ' ' || (body->>'pointer') from admitted(path::text[], value)), 'invalid_value ' || pointer, 'refused: ' || pointer || ' ' || value)
  from (values
    ('{people,2,roles}', '["author", "author"]'::jsonb, '/people/2/roles'),
    ('{people,3,roles}', '["admin.audit"]', '/people/3/roles'),
    ('{people,4,roles}', '["service"]', '/people/4/roles'),
    ('{people,0,name}', '"banka.p1"', '/people/0/name'),
    ('{people,1,name}', '"bankd.p1"', '/people/1/name'),
    ('{people,5,thumbprint}', '"short"', '/people/5/thumbprint'),
    ('{departments}', '["credit", "credit"]', '/departments')) t (path, value, pointer);
select is((admitted('{name}', '"Bank D"')).code, 'ok', 'unaltered the institution is proposed');

select * from finish();
rollback;
