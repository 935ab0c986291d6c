-- SPDX-License-Identifier: Apache-2.0
-- review.apply_account_reinstate: a suspended account is active again, with
-- the duties that it had.
-- Result:  ok or facts_moved, also where its liaison or owner has left meanwhile.
-- Tables:  identity.account; writes account.reinstated.

create function review.apply_account_reinstate(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a identity.account;
begin
    if (select access.find_exclusive(a.person_id, '{}', null) from identity.account a where a.account_id = i_review.object_id) is not null then
        return 'facts_moved';
    end if;
    update identity.account a
       set state = 'active', cleared_at = clock_timestamp(), version = a.version + 1
     where a.account_id = i_review.object_id and a.version = i_review.base and a.state = 'suspended'
       and identity.is_answered(a.account_id)
    returning a.* into l_a;
    if not found then
        return 'facts_moved';
    end if;
    perform audit.write_consequence(i_c, 'account.reinstated', 'account', l_a.account_id::text, jsonb_build_object(
        'account', l_a.account_id, 'institution', l_a.institution_id, 'review', i_review.review_id));
    return 'ok';
end;
$$;
comment on function review.apply_account_reinstate(audit.call, review.review) is 'Effect of account.reinstate.';
revoke all on function review.apply_account_reinstate(audit.call, review.review) from public;
