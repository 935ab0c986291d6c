-- SPDX-License-Identifier: Apache-2.0
-- identity.explain_no_recovery: why there is nothing to recover, for the
-- operator who asked.
-- Input:   i_request, for which identity.describe_recovery answered null.
-- Result:  {code: invalid_value, pointer, detail}.

create function identity.explain_no_recovery(i_request jsonb) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('code', 'invalid_value') || case
        when i_request ->> 'operation' = 'policy.activate' then
            jsonb_build_object('pointer', '/policy', 'detail', 'there is no such former policy')
        when a.account_id is null then
            jsonb_build_object('pointer', '/account', 'detail', 'there is no account of a person by this name')
        when a.state not in ('active', 'locked', 'suspended') or i_request ->> 'operation' = 'account.reinstate' then
            jsonb_build_object('pointer', '/account', 'detail', 'nothing is to be recovered: the account is ' || a.state)
        else jsonb_build_object('pointer', '/certificate', 'detail', 'it cannot be read, or its subject is not this account') end
      from (select) one
      left join identity.account a on a.name = i_request ->> 'account' and a.kind = 'person' and a.state <> 'rejected';
$$;
comment on function identity.explain_no_recovery(jsonb) is 'Why there is nothing to recover.';
revoke all on function identity.explain_no_recovery(jsonb) from public;
