-- SPDX-License-Identifier: Apache-2.0
-- How the tests call the doors: as the gateway's own login, for somebody who
-- is signed in, with signatures that their keys really made.

create function certificate(i_name text) returns jsonb language sql as $$
    select countersign.read_certificate(pg_read_binary_file(format('%s/people/%s.der', current_setting('test.place'), i_name)));
$$;
create function public_pem(i_name text) returns text language sql as $$
    select '-----BEGIN PUBLIC KEY-----' || E'\n' || encode(decode(tap.certificate(i_name)->>'spki', 'hex'), 'base64') || E'\n-----END PUBLIC KEY-----\n';
$$;
create function handle(i_name text) returns bytea language sql as $$ select sha256(convert_to(i_name, 'UTF8')) $$;
create function account(i_name text) returns uuid language sql as $$
    select account_id from identity.account where name = i_name;
$$;
create function institution(i_code text) returns uuid language sql as $$
    select institution_id from identity.institution where code = i_code;
$$;
-- A new id of the statement's time: where one statement makes many calls, the last is as current as the first.
create function statement_id() returns uuid language sql as $$
    select (substr(ops.first_uuid(statement_timestamp())::text, 1, 14) || '7' || substr(gen_random_uuid()::text, 16))::uuid;
$$;
create function session(i_name text) returns uuid language sql as $$
    select session_id from identity.session where handle_digest = sha256(tap.handle(i_name)) order by session_id desc limit 1;
$$;

-- The request entry that a gateway would fix; i_more overrides its members, or those of the call.
create function call(i_name text, i_action text, i_more jsonb default '{}') returns jsonb language plpgsql as $$
declare
    l_entry jsonb := jsonb_build_object(
        'id', tap.statement_id(), 'action', i_action, 'session', tap.session(i_name), 'node', 'test', 'operation', null,
        'object_type', null, 'object', null, 'purpose', null, 'digest', ops.base64url(sha256('')),
        'personal_digest', ops.base64url(sha256('')), 'trace_id', repeat('0', 31) || '1');
begin
    return jsonb_build_object('mac', '00', 'personal', '{}', 'salt', repeat('00', 32), 'handle', encode(tap.handle(i_name), 'hex'),
                              'key', i_more->'key', 'entry', l_entry || (i_more - 'key'));
end $$;

-- Calls a function of the door as cs_gateway.
create function door(i_function text, i_call jsonb, i_request jsonb) returns gateway.answer language plpgsql as $$
declare
    l_answer gateway.answer;
begin
    set local role cs_gateway;
    execute format('select * from gateway.%I($1, $2)', i_function) into l_answer using i_call, i_request;
    reset role;
    return l_answer;
end $$;

-- Asks for a permission as a gateway does, which grades by the facts; i_risk alters what it says of them.
create function ask(i_name text, i_request jsonb, i_risk jsonb default '{}') returns gateway.answer language plpgsql as $$
declare
    l_prepared gateway.answer := tap.door('prepare_request', tap.call(i_name, 'permission.request'), i_request);
    l_known    jsonb := l_prepared.body;
begin
    if l_prepared.code <> 'ok' then
        return l_prepared;
    end if;
    return tap.door('request_permission', tap.call(i_name, 'permission.request'), i_request || jsonb_build_object('risk', l_known
        || jsonb_build_object('grade', access.find_least_grade((l_known->>'policy')::integer, nullif(l_known->'inputs', 'null')),
                              'points', 0, 'factors', '[]'::jsonb) || i_risk));
end $$;

-- A compact JWS; i_header overrides what belongs there.
create table signed (jws text);
create function sign(i_name text, i_typ text, i_payload jsonb, i_header jsonb default '{}') returns text language plpgsql as $$
declare
    l_place  text := current_setting('test.place');
    l_header jsonb := jsonb_build_object('alg', 'ES256', 'typ', i_typ, 'kid', tap.certificate(i_name)->>'kid') || i_header;
    l_jws    text;
begin
    execute format('copy tap.signed from program %L', format(
        '%1$s/sign.pl %1$s/people/%2$s.key %3$s %4$s', l_place, i_name,
        encode(convert_to(l_header::text, 'UTF8'), 'hex'), encode(convert_to(i_payload::text, 'UTF8'), 'hex')));
    delete from tap.signed returning jws into l_jws;
    return l_jws;
end $$;

-- What a reviewer signs; i_change alters members of it, a null one is left out.
create function word(i_name text, i_review uuid, i_verdict text, i_change jsonb default '{}') returns jsonb language sql as $$
    select jsonb_object_agg(m.key, m.value)
      from jsonb_each((
           select jsonb_build_object(
                      'v', 1, 'aud', 'test.platform', 'review', r.review_id, 'kind', r.kind, 'round', r.round,
                      'stage', s.name, 'digest', ops.base64url(r.digest), 'base', r.base, 'policy', r.policy,
                      'account', tap.account(i_name), 'verdict', i_verdict,
                      'comment_digest', ops.base64url(sha256('seen')), 'nonce', ops.base64url(s.nonce),
                      'at', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) || i_change
             from review.review r join review.stage s on s.review_id = r.review_id and s.nonce is not null
            where r.review_id = i_review order by s.round desc, s.ordinal desc limit 1)) m
     where m.value <> 'null';
$$;
create function decide(i_name text, i_review uuid, i_verdict text, i_change jsonb default '{}', i_header jsonb default '{}')
    returns text language sql as $$
    select (tap.door('decide_review', tap.call(i_name, 'review.decide',
                jsonb_build_object('object_type', 'review', 'object', i_review)),
            jsonb_build_object('review', i_review, 'verdict', i_verdict, 'comment', 'seen', 'countersignature',
                tap.sign(i_name, 'countersignature+jws', tap.word(i_name, i_review, i_verdict, i_change), i_header)))).code;
$$;

-- The call of who joins a break-glass; i_change and i_header as of a decision, i_by whose key signs.
create function joining(i_name text, i_glass uuid, i_change jsonb default '{}', i_header jsonb default '{}', i_by text default null) returns jsonb language sql as $$
    select jsonb_build_object('break_glass', i_glass, 'countersignature', (
        select tap.sign(coalesce(i_by, i_name), 'countersignature+jws', jsonb_strip_nulls(jsonb_build_object(
                   'v', 1, 'aud', 'test.platform', 'review', b.break_glass_id, 'kind', 'break_glass.start', 'round', 1, 'stage', 'join',
                   'digest', ops.base64url(b.digest), 'base', 0, 'policy', b.policy, 'account', tap.account(i_name), 'verdict', 'approve',
                   'comment_digest', ops.base64url(sha256('')), 'nonce', ops.base64url(b.nonce),
                   'at', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) || i_change), i_header)
          from access.break_glass b
         where b.break_glass_id = i_glass));
$$;

-- A draft of a person (a further revision of one, where i_more names it), and its publication's review.
create function draft(i_name text, i_more jsonb default '{}', i_entry jsonb default '{}') returns gateway.answer language plpgsql as $$
declare
    l_record   uuid := coalesce((i_more->>'record')::uuid, ops.uuid_v7());
    l_content  bytea := convert_to('{"n": 1}', 'UTF8');
    l_request  jsonb := jsonb_build_object(
        'record', l_record, 'revision', 1, 'type', 'note', 'category', 'risk', 'level', 'public', 'grade', 'general',
        'title', 'A note', 'audience', 'members', 'wrapped_key', '00', 'content_digest', ops.base64url(sha256(l_content)),
        'size_bytes', length(l_content), 'media_type', 'application/json', 'identifier', 'a.b.c') || i_more;
    l_call     jsonb := tap.call(i_name, case when i_more ? 'record' then 'record.revise' else 'record.create' end, jsonb_build_object('object_type', 'record', 'object', l_record) || i_entry);
    l_answer   gateway.answer;
begin
    if not l_request ? 'attestation' then
        l_request := l_request || jsonb_build_object('attestation', tap.sign(i_name, 'attestation+jws', jsonb_build_object(
            'source', 'own work', 'truthful', true,
            'content_digest', 'sha-256=:' || translate(l_request->>'content_digest', '-_', '+/') || '=:')));
    end if;
    set local role cs_gateway;
    execute format('select * from gateway.%I($1, $2, $3)', case when i_more ? 'record' then 'revise_record' else 'create_record' end)
       into l_answer using l_call, jsonb_strip_nulls(l_request), '\x01' || l_content;
    reset role;
    return l_answer;
end $$;
create function submit(i_name text, i_record uuid) returns uuid language sql as $$
    select ((tap.door('publish_record', tap.call(i_name, 'record.publish',
                jsonb_build_object('object_type', 'record', 'object', i_record)),
            jsonb_build_object('record', i_record))).body->'review'->>'id')::uuid;
$$;
-- A record of BANKA that is published; how it comes to that is 40-review's claim.
create function publish(i_more jsonb default '{}') returns uuid language plpgsql as $$
declare
    l_record uuid := ((tap.draft('a.author', i_more)).body->'record'->>'id')::uuid;
    l_review uuid;
begin
    l_review := tap.submit('a.author', l_record);
    update review.review set state = 'withdrawn', closed_at = statement_timestamp() where review_id = l_review;
    update record.record set state = 'published', published_at = statement_timestamp() where record_id = l_record;
    return l_record;
end $$;
