-- SPDX-License-Identifier: Apache-2.0
-- What the database verifies by itself: null for all that does not hold (JR-5.2).
\ir lib/begin.sql
\ir lib/people.sql
\ir lib/calls.sql
select plan(37);

select is(countersign.canonicalize(given), wanted, 'canonical form of ' || given)
  from (values ('{"b": 1.0, "a": [1E30, "\u20ac", null, true]}', '{"a":[1e+30,"€",null,true],"b":1}'),
               ('{"\ufb33": 2, "\ud83d\ude00": 1}', E'{"\U0001F600":1,"\uFB33":2}'),
               ('"<\u001f>"', '"<\u001f>"')) t (given, wanted);
select is(countersign.canonicalize(given), null, 'no strict JSON: ' || given)
  from unnest(array['{"a": 1, "a": 2}', '{"a": 1} x', '{a: 1}', '"\u0000"', '"\ud800"', '',
                    repeat('[', 40) || repeat(']', 40), '9007199254740993']) given;

create function opened(i_jws text, i_typ text default 'attestation+jws', i_name text default 'a.author') returns jsonb
    language sql as $$
    select countersign.open_jws(i_jws, i_typ, decode(tap.certificate(i_name)->>'spki', 'hex'));
$$;
select sign('a.author', 'attestation+jws', '{"n": 1.0}') as jws,
       sign('a.colleague', 'attestation+jws', '{"n": 1.0}') as other \gset
select is(opened(:'jws')->'payload', '{"n": 1}', 'a JWS opens with the key that signed it');
select is(opened(:'jws')->>'kid', certificate('a.author')->>'kid', 'and says which that is');
select is(opened(:'jws')->'payload'->>'n', '1.0', 'and hands over what was signed as it was written');

select is(opened(:'jws', 'attestation+jws', 'a.colleague'), null, 'not with another key');
select is(opened(:'jws', 'countersignature+jws'), null, 'not for another use');
select is(countersign.open_jws(:'jws', 'attestation+jws', '\x00'), null, 'not with what is no key');
select is(opened(jws), null, 'not ' || why)
  from (values
       (split_part(:'jws', '.', 1) || '.' || split_part(:'other', '.', 2) || '.' || split_part(:'other', '.', 3), 'with another''s signature'),
       (split_part(:'jws', '.', 1) || '.' || ops.base64url('{"n": 2.0}') || '.' || split_part(:'jws', '.', 3), 'with another payload'),
       (:'jws' || '=', 'with padding'),
       (left(:'jws', -1), 'cut'),
       (:'jws' || '.x', 'with a fourth part'),
       (' ' || :'jws', 'with a space'),
       ('', 'empty'),
       (rtrim(split_part(:'jws', '.', 1)) || '..' || split_part(:'jws', '.', 3), 'without payload')) t (jws, why);
select is(opened(sign('a.author', 'attestation+jws', '{"n": 1}', header)), null, 'not with the header ' || header::text)
  from unnest(array['{"alg": "none"}', '{"alg": "es256"}', '{"alg": "HS256"}', '{"typ": "JWT"}', '{"kid": "x"}',
                    '{"crit": ["exp"]}', '{"jwk": {}}']::jsonb[]) header;
select is(opened(sign('a.author', 'attestation+jws', payload)), null, 'not with the payload ' || payload::text)
  from unnest(array['[1]', '"x"']::jsonb[]) payload;

select is(certificate('a.author')->>'common_name', 'a.author', 'a certificate says whose it is');
select is(certificate('a.author')->>'thumbprint',
          ops.base64url(sha256(pg_read_binary_file(current_setting('test.place') || '/people/a.author.der'))),
          'and its thumbprint is that of its bytes');
select is(countersign.read_certificate('\x3000'), null, 'what is no certificate says nothing');

select * from finish();
rollback;
