-- SPDX-License-Identifier: Apache-2.0
-- access.find_agreement: the agreement that a request for another institution's
-- data rests on: the one it names, or the only one that carries it (GS-1.7).
-- Input:   i_request: agreement or null, purpose, until.
-- Result:  {code: ok, agreement}; null agreement for the own institution's data;
--          {code: agreement_required, pointer, detail} where none carries it, or
--          several, which are named; {code: invalid_value, …}.

create function access.find_agreement(i_c audit.call, i_request jsonb, i_owner uuid) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_found  access.agreement[] := array(
        select a from access.list_live_agreements(i_c.institution_id, i_owner, i_request ->> 'purpose') a
         where a.agreement_id = coalesce(ops.read_uuid(i_request ->> 'agreement'), a.agreement_id));
    l_long   access.agreement[] := array(
        select a from unnest(l_found) a where a.ends_at >= ops.read_time(i_request ->> 'until'));
    l_code   text := 'invalid_value';
    l_at     text := '/agreement';
    l_detail text;
begin
    if i_owner = i_c.institution_id then
        if i_request ->> 'agreement' is null then
            return '{"code": "ok", "agreement": null}';
        end if;
        l_detail := 'data of one''s own institution rests on none';
    elsif cardinality(l_found) = 0 and i_request ->> 'agreement' is not null then
        l_detail := format('no agreement of yours with %s for %s that counts now', (
            select i.code from identity.institution i where i.institution_id = i_owner), i_request ->> 'purpose');
    elsif cardinality(l_found) = 0 then
        l_code   := 'agreement_required';
        l_detail := format('there is none with %s for %s: its approvers propose one by POST /v1/agreements', (
            select i.code from identity.institution i where i.institution_id = i_owner), i_request ->> 'purpose');
    elsif cardinality(l_long) = 0 then
        l_at     := '/until';
        l_detail := 'its agreement ends before: ask until ' || (select max(ops.format_time(a.ends_at)) from unnest(l_found) a);
    elsif cardinality(l_long) > 1 then
        l_code   := 'agreement_required';
        l_detail := 'name one of: ' || (select string_agg(a.agreement_id::text, ', ' order by a.agreement_id) from unnest(l_long) a);
    else
        return jsonb_build_object('code', 'ok', 'agreement', l_long[1].agreement_id);
    end if;
    return jsonb_build_object('code', l_code, 'pointer', l_at, 'detail', l_detail);
end;
$$;
comment on function access.find_agreement(audit.call, jsonb, uuid) is 'The agreement that a request for data of another institution rests on.';
revoke all on function access.find_agreement(audit.call, jsonb, uuid) from public;
