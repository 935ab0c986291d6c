-- SPDX-License-Identifier: Apache-2.0
-- Drafts, attestations, and who may know of a record (GS-2.3.2, GS-4.1, GS-4.3a).
\ir lib/platform.sql
select plan(43);

select is((draft('a.author', change)).code, 'invalid_value', 'refused: ' || change::text)
  from unnest(array[jsonb_build_object('title', repeat('x', 257)), '{"type": "poem"}', '{"category": "gossip"}', '{"level": "cosmic"}', '{"grade": "C"}', '{"audience": ["NOBODY"]}',
                    '{"audience": "all"}', '{"expires_at": "2099-02-30T00:00:00Z"}', '{"title": ""}', '{"media_type": "x"}',
                    '{"expires_at": "2020-01-01T00:00:00Z"}']::jsonb[]) change;
select is((draft('a.author', '{"level": "cosmic"}')).body,
          '{"pointer": "/level", "detail": "it is one of: public, confidential, secret, top_secret"}', 'and told where, and what would do');
select is((draft('a.author', jsonb_build_object('title', repeat(U&'\7684', 256)))).code, 'ok', '256 characters make a title');
select is((draft('b.auditor')).code, 'forbidden', 'who may not create is refused');

create function attested(i_name text, i_change jsonb) returns text language sql as $$
    select (tap.draft('a.author', jsonb_build_object('attestation', tap.sign(i_name, coalesce(i_change->>'typ', 'attestation+jws'),
        (select jsonb_object_agg(key, value) from jsonb_each(jsonb_build_object('source', 'own', 'truthful', true, 'content_digest',
            'sha-256=:' || encode(sha256('{"n": 1}'), 'base64') || ':') || (i_change - 'typ')) where value <> 'null'))))).code;
$$;
select is(attested('a.author', '{}'), 'ok', 'an attested draft is taken');
select is(attested('a.colleague', '{}'), 'bad_attestation', 'not by another''s key');
select is(attested('a.author', change), 'bad_attestation', 'not attested: ' || change::text)
  from unnest(array['{"truthful": false}', '{"truthful": "true"}', '{"truthful": null}', '{"source": ""}', '{"source": 1}',
                    '{"source": null}', '{"content_digest": "sha-256=:AAAA:"}', '{"content_digest": null}', '{"more": 1}',
                    '{"typ": "countersignature+jws"}']::jsonb[]) change;
select throws_ok($$ select draft('a.author', '{"level": "secret"}') $$, '23514', null,
                 'a secret record''s title is not kept in clear');

-- Who may know of it.
create function knows(i_name text, i_record uuid) returns text language sql as $$
    select (tap.door('read_record', tap.call(i_name, 'record.read'), jsonb_build_object('record', i_record))).code;
$$;
create function lists(i_name text, i_record uuid) returns boolean language sql as $$
    select (tap.door('list_records', tap.call(i_name, 'record.list'), '{}')).body->'items' @> jsonb_build_array(jsonb_build_object('id', i_record));
$$;
select ((draft('a.author')).body->'record'->>'id')::uuid as draft, publish() as note,
       publish('{"audience": ["BANKB"], "level": "confidential"}') as addressed,
       publish('{"level": "top_secret", "title": null, "title_sealed": "00"}') as top_secret \gset
select is(array[knows('a.author', :'draft'), knows('a.colleague', :'draft'), knows('b.reader', :'draft')],
          '{ok,not_found,not_found}', 'a draft is its author''s');
select is(array[knows('a.colleague', :'note'), knows('b.reader', :'note'), knows('c.reader', :'note')],
          '{ok,ok,not_found}', 'what is for members is for members');
select is(array[knows('b.reader', :'addressed'), knows('c.reader', :'addressed')],
          '{ok,not_found}', 'what is for one bank is for no other');
select is(array[knows('b.reader', :'top_secret'), knows('b.manager', :'top_secret'), knows('b.executive', :'top_secret')],
          '{not_found,not_found,ok}', 'rank is the ceiling of knowing (GS-3.1.2)');
select is(array[lists('b.reader', :'note'), lists('b.reader', :'top_secret'), lists('b.reader', :'draft'), lists('c.reader', :'note')],
          '{t,f,f,f}', 'the catalogue shows the same');
create function digest_shown(i_name text, i_record uuid) returns boolean language sql as $$
    select (tap.door('read_record', tap.call(i_name, 'record.read'), jsonb_build_object('record', i_record))).body->>'content_digest' is not null;
$$;
select is(array[digest_shown('a.colleague', :'note'), digest_shown('b.reader', :'note')], '{t,f}',
          'the digest of the content is for the owner''s people alone');
select is(knows('b.reader', ops.uuid_v7()), 'not_found', 'what there is not answers alike');
select is((door('list_records', call('b.reader', 'record.list'), '{"limit": 1}')).body->>'next', :'addressed',
          'a page says where the next begins');
select is(((door('list_records', call('b.reader', 'record.list'), jsonb_build_object('limit', 1, 'after', :'addressed'))).body->'items'->0->>'id'),
          :'note', 'and the next begins there');
select is((door('list_records', call('b.reader', 'record.list'), '{"type": "file"}')).body, '{"items": [], "next": null}', 'filters hold');
select is((door('read_record', call('b.executive', 'record.read'), jsonb_build_object('record', :'top_secret'))).body->'title', 'null',
          'a sealed title is not shown');
update record.record set expires_at = now() - interval '1 second' where record_id = :'note';
select is(knows('b.reader', :'note'), 'not_found', 'what has expired is gone');
select is((door('publish_record', call('a.author', 'record.publish'), jsonb_build_object('record', :'addressed'))).code,
          'conflict', 'what is published is not submitted again');
select is((door('publish_record', call('a.author', 'record.publish'), jsonb_build_object('record', :'addressed'))).body,
          (select jsonb_build_object('detail', 'the record is published', 'review', review_id) from record.record where record_id = :'addressed'),
          'and its author is told how it stands');
select is((select payload::jsonb->>'source' from review.review where object_id = :'addressed'), 'own work',
          'who countersigns a publication signs where it comes from');
select is((door('publish_record', call('a.colleague', 'record.publish'), jsonb_build_object('record', :'draft'))).code,
          'not_found', 'nobody submits another''s draft');
select * from finish();
rollback;
