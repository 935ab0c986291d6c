-- SPDX-License-Identifier: Apache-2.0
-- gateway.create_agreement: proposes an agreement on data that institutions
-- process together (GS-1.7).
-- Input:   {parties, purpose, duties_digest, ends_at}, with agreement (its id)
--          from the gateway.
-- Result:  {agreement, review}; refusals: forbidden, invalid_value, undecidable.
-- Tables:  see access.ask_agreement.

create function gateway.create_agreement(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'agreement.sign', 'agreement.create');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, access.ask_agreement(l_c, i_request));
end;
$$;
comment on function gateway.create_agreement(jsonb, jsonb) is 'Proposes an agreement.';
revoke all on function gateway.create_agreement(jsonb, jsonb) from public;
grant execute on function gateway.create_agreement(jsonb, jsonb) to cs_gateway;
