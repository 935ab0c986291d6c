-- SPDX-License-Identifier: Apache-2.0
-- record.check_forwarding: can a record be forwarded to whom it is to be.
-- Whoever there is not, and whoever cannot be given it, are answered alike:
-- nobody finds out who is at another institution, but by a request on record.
-- Inputs:  i_accounts, whom the request names; i_agreement, that carries it;
--          i_request, as record.find_forwarding states it.
-- Result:  null, or {code, pointer, detail}.

create function record.check_forwarding(i_record record.record, i_accounts identity.account[], i_agreement access.agreement, i_request jsonb)
    returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_policy integer := access.current_policy();
    l_a      identity.account := i_accounts[1];
    l_wrong  jsonb := access.check_request(i_request);
begin
    return case
        when not exists (select from access.grant_rule g where g.policy = l_policy and g.level = i_record.level and g.side = 'other') then
            '{"code": "conflict", "detail": "at its level others need no permission: whom it is meant for is for its owner to say"}'
        when l_wrong ->> 'pointer' = '/purpose' then l_wrong || '{"code": "invalid_value"}'
        when cardinality(i_accounts) <> 1
             or i_agreement.agreement_id is null
             or i_record.level = 'top_secret' and l_a.kind = 'service'
             or not exists (select from access.matrix m
                             where m.policy = l_policy and m.level = i_record.level and m.rank = l_a.rank and m.operation = 'view') then
            '{"code": "invalid_value", "pointer": "/to", "detail": "it is an account whose rank may view it, of an institution that has an agreement with the owner for this purpose; or the code of one with a single service"}'
        when l_wrong is not null then '{"code": "conflict", "detail": "what it would rest on ends within a minute"}' end;
end;
$$;
comment on function record.check_forwarding(record.record, identity.account[], access.agreement, jsonb) is 'Whether a record can be forwarded to whom it is to be.';
revoke all on function record.check_forwarding(record.record, identity.account[], access.agreement, jsonb) from public;
