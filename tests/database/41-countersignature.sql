-- SPDX-License-Identifier: Apache-2.0
-- Each member of a countersignature and its header, altered and signed anew
-- with the right key: every one is refused by the database itself (JR-5.2).
\ir lib/platform.sql
select plan(42);

select ((draft('a.author')).body->'record'->>'id')::uuid as record \gset
select submit('a.author', :'record') as review \gset

-- A statement for each, for an entry's time is compared with its statement's.
select format($$select is(decide('a.department1', %L, 'approve', %L), %L, %L)$$, :'review', change,
              case when change->>'digest' is not null then 'wrong_digest' else 'bad_countersignature' end,
              'refused: ' || change::text)
  from unnest(array[
    '{"v": 2}', '{"v": "1"}', '{"v": 1.0}', '{"v": null}',
    '{"aud": "other.platform"}', '{"aud": null}',
    '{"review": "01900000-0000-7000-8000-000000000000"}', '{"review": null}',
    '{"kind": "permission.grant"}', '{"kind": null}',
    '{"round": 2}', '{"round": null}',
    '{"stage": "responsible"}', '{"stage": null}',
    '{"digest": "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"}', '{"digest": null}',
    '{"base": 1}', '{"base": "2"}', '{"base": null}',
    '{"policy": 2}', '{"policy": null}',
    '{"account": "01900000-0000-7000-8000-000000000000"}', '{"account": null}',
    '{"verdict": "reject"}', '{"verdict": null}',
    '{"comment_digest": "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"}', '{"comment_digest": null}',
    '{"nonce": "AAAAAAAAAAAAAAAAAAAAAA"}', '{"nonce": null}',
    '{"at": "2020-01-01T00:00:00Z"}', '{"at": "2099-01-01T00:00:00Z"}', '{"at": "now"}', '{"at": 1}', '{"at": null}',
    '{"extra": true}']::jsonb[]) change
\gexec
select format($$select is(decide('a.department1', %L, 'approve', '{}', %L), 'bad_countersignature', %L)$$, :'review', header,
              'refused with the header ' || header::text)
  from unnest(array['{"typ": "attestation+jws"}', '{"alg": "none"}', '{"kid": "AAAA"}', '{"crit": []}']::jsonb[]) header
\gexec

create function decide_with(i_jws text) returns text language sql as $$
    select (tap.door('decide_review', tap.call('a.department1', 'review.decide'), jsonb_build_object(
        'review', (select max(review_id::text) from review.review), 'verdict', 'approve', 'comment', 'seen', 'countersignature', i_jws))).code;
$$;
select is(decide_with(sign('a.department2', 'countersignature+jws', word('a.department1', :'review', 'approve'))),
          'bad_countersignature', 'refused by another person''s key');
select is((select count(*) from review.decision where review_id = :'review'), 0::bigint, 'none of them was kept');
select is(decide_with(sign('a.department1', 'countersignature+jws', word('a.department1', :'review', 'approve'))),
          'ok', 'unaltered it counts');

select * from finish();
rollback;
