-- SPDX-License-Identifier: Apache-2.0
-- access.check_need: would a permission, granted as it is asked for, let its
-- holder do what they cannot do without.
-- Inputs:  i_request, as access.check_request found it good; owner and level
--          of its record; of a type or category the level up to which it asks.
-- Result:  null, or {pointer, detail} of the first member that asks for
--          nothing, or for what no grant can give.

create function access.check_need(i_c audit.call, i_request jsonb, i_owner uuid, i_level text) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_most    text   := i_request ->> 'max_level';
    l_allowed text[] := array(
        select m.operation from access.matrix m where m.policy = i_c.policy and m.level = i_level and m.rank = i_c.rank
        intersect
        select m.operation from access.matrix m where m.policy = i_c.policy and m.level = l_most
        order by 1);
    l_at      text;
    l_detail  text;
begin
    if not exists (select from access.grant_rule r
                    where r.policy = i_c.policy and r.level = i_level
                      and r.side = case when i_owner = i_c.institution_id then 'own' else 'other' end) then
        l_at     := case when i_request -> 'scope' ? 'record' then '/scope/record' else '/max_level' end;
        l_detail := 'what is asked for can be read without a permission';
    elsif not exists (select
                        from access.level most, access.level this
                       where most.policy = i_c.policy and most.level = l_most
                         and this.policy = i_c.policy and this.level = i_level and this.ordinal <= most.ordinal) then
        l_at     := '/max_level';
        l_detail := format('the record''s level is %s: ask for that', i_level);
    elsif not i_request -> 'operations' <@ to_jsonb(l_allowed) or i_request -> 'operations' = '[]' then
        l_at     := '/operations';
        l_detail := format('at level %s your rank can be given: %s', i_level, coalesce(nullif(array_to_string(l_allowed, ', '), ''), 'nothing'));
    else
        return null;
    end if;
    return jsonb_build_object('pointer', l_at, 'detail', l_detail);
end;
$$;
revoke all on function access.check_need(audit.call, jsonb, uuid, text) from public;
comment on function access.check_need(audit.call, jsonb, uuid, text) is 'Names the member of a request that asks for nothing, or for what no grant can give.';
