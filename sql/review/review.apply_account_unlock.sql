-- SPDX-License-Identifier: Apache-2.0
-- review.apply_account_unlock: the account is active again, and its failures
-- do not count any more (GS-2.2.1).
-- Result:  ok or facts_moved.  Tables: identity.account; writes account.unlocked.

create function review.apply_account_unlock(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a identity.account;
begin
    update identity.account a
       set state = 'active', cleared_at = clock_timestamp(), version = a.version + 1
     where a.account_id = i_review.object_id and a.version = i_review.base and a.state = 'locked'
    returning a.* into l_a;
    if not found then
        return 'facts_moved';
    end if;
    perform audit.write_consequence(i_c, 'account.unlocked', 'account', l_a.account_id::text, jsonb_build_object(
        'account', l_a.account_id, 'institution', l_a.institution_id, 'review', i_review.review_id));
    return 'ok';
end;
$$;
comment on function review.apply_account_unlock(audit.call, review.review) is 'Effect of account.unlock.';
revoke all on function review.apply_account_unlock(audit.call, review.review) from public;
