-- SPDX-License-Identifier: Apache-2.0
-- review.apply_account_extend: the account ends later, or not at all as it was
-- announced (GS-2.1.1).
-- Result:  ok or facts_moved, also where its liaison does not stay as long.  Tables: identity.account; writes account.extended.

create function review.apply_account_extend(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a identity.account;
begin
    update identity.account a
       set ends_at = ops.read_time(i_review.payload::jsonb ->> 'ends_at'), leaves_as = null, version = a.version + 1
     where a.account_id = i_review.object_id and a.version = i_review.base and a.state in ('active', 'locked', 'suspended')
       and ops.read_time(i_review.payload::jsonb ->> 'ends_at') > statement_timestamp()
       and (a.liaison_id is null or identity.find_liaison(a.liaison_id::text, ops.read_time(i_review.payload::jsonb ->> 'ends_at')) is not null)
    returning a.* into l_a;
    if not found then
        return 'facts_moved';
    end if;
    perform audit.write_consequence(i_c, 'account.extended', 'account', l_a.account_id::text, jsonb_build_object(
        'account', l_a.account_id, 'institution', l_a.institution_id, 'review', i_review.review_id));
    return 'ok';
end;
$$;
comment on function review.apply_account_extend(audit.call, review.review) is 'Effect of account.extend.';
revoke all on function review.apply_account_extend(audit.call, review.review) from public;
