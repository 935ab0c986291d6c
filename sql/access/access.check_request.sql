-- SPDX-License-Identifier: Apache-2.0
-- access.check_request: does a request for a permission say what the policies
-- know.  What it asks of data is looked at by access.check_need.
-- Result:  null, or {pointer, detail} of the first member that does not.

create function access.check_request(i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_policy   integer := access.current_policy();
    l_levels   text[]  := array(select l.level from access.level l where l.policy = l_policy order by l.ordinal);
    l_purposes text[]  := array(select u.purpose from access.purpose u where u.policy = l_policy order by u.purpose);
    l_at       text;
    l_detail   text;
begin
    if coalesce(i_request ->> 'kind' not in ('function', 'data'), true) then
        l_at     := '/kind';
        l_detail := 'it is function or data';
    elsif i_request ->> 'kind' = 'data' and coalesce(i_request ->> 'max_level' <> all (l_levels), true) then
        l_at     := '/max_level';
        l_detail := 'it is one of: ' || array_to_string(l_levels, ', ');
    elsif i_request ->> 'kind' = 'data' and coalesce(i_request ->> 'purpose' <> all (l_purposes), true) then
        l_at     := '/purpose';
        l_detail := 'it is one of: ' || array_to_string(l_purposes, ', ');
    elsif not coalesce(ops.read_time(i_request ->> 'until') >= statement_timestamp() + interval '1 minute', false) then
        l_at     := '/until';
        l_detail := 'it is a time at least a minute from now, as 2030-12-31T00:00:00Z';
    elsif coalesce(i_request ->> 'reason', '') = '' then
        l_at     := '/reason';
        l_detail := 'say why: people decide by it';
    else
        return null;
    end if;
    return jsonb_build_object('pointer', l_at, 'detail', l_detail);
end;
$$;
revoke all on function access.check_request(jsonb) from public;
comment on function access.check_request(jsonb) is 'Names the member of a request for a permission that no policy knows.';
