-- SPDX-License-Identifier: Apache-2.0
-- access.check_agreement: could institutions agree on what is proposed.
-- Input:   {parties: codes, purpose, duties_digest, ends_at}.
-- Result:  null, or {pointer, detail} of the first member that is wrong.

create function access.check_agreement(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_parties  text[] := array(select jsonb_array_elements_text(i_request -> 'parties'));
    l_known    text[] := array(select i.code from identity.institution i where i.state = 'active' order by i.code);
    l_purposes text[] := array(select u.purpose from access.purpose u where u.policy = i_c.policy order by u.purpose);
    l_own      text   := (select i.code from identity.institution i where i.institution_id = i_c.institution_id);
    l_at       text;
    l_detail   text;
begin
    if cardinality(l_parties) not between 2 and 8 or cardinality(l_parties) > (select count(distinct p) from unnest(l_parties) p) then
        l_at     := '/parties';
        l_detail := 'two to eight institutions, each once';
    elsif not l_parties <@ l_known then
        l_at     := '/parties';
        l_detail := 'each is one of: ' || array_to_string(l_known, ', ');
    elsif l_own <> all (l_parties) then
        l_at     := '/parties';
        l_detail := format('%s is one of them: nobody agrees for others', l_own);
    elsif coalesce(i_request ->> 'purpose' <> all (l_purposes), true) then
        l_at     := '/purpose';
        l_detail := 'it is one of: ' || array_to_string(l_purposes, ', ');
    elsif coalesce(i_request ->> 'duties_digest' !~ '^[A-Za-z0-9_-]{43}$', true) then
        l_at     := '/duties_digest';
        l_detail := 'it is the SHA-256 of the text of the duties, base64url';
    elsif not coalesce(ops.read_time(i_request ->> 'ends_at') >= statement_timestamp() + interval '1 minute', false) then
        l_at     := '/ends_at';
        l_detail := 'it is a time at least a minute from now, as 2030-12-31T00:00:00Z';
    else
        return null;
    end if;
    return jsonb_build_object('pointer', l_at, 'detail', l_detail);
end;
$$;
comment on function access.check_agreement(audit.call, jsonb) is 'Names the member of a proposed agreement that is wrong.';
revoke all on function access.check_agreement(audit.call, jsonb) from public;
