-- SPDX-License-Identifier: Apache-2.0
-- review.apply_account_reset: what the person knew opens nothing any more; the
-- new code's halves, the asker's and the last reviewer's, begin anew (GS-2.1.2).
-- Tries at the password while others decide are no reason to fail: the
-- account's version may have moved by a lock.
-- Result:  ok or facts_moved.
-- Tables:  identity.account, enrolment, credential, session; writes
--          session.ended, password.voided.

create function review.apply_account_reset(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a identity.account;
begin
    update identity.account a
       set state = 'active', cleared_at = clock_timestamp(), version = a.version + 1
      from identity.enrolment e
     where a.account_id = i_review.object_id and a.state in ('active', 'locked')
       and e.account_id = a.account_id and e.reset_review_id = i_review.review_id and e.reset_half_digest is not null
    returning a.* into l_a;
    if not found then
        return 'facts_moved';
    end if;
    update identity.enrolment e
       set creator_half_digest = e.reset_half_digest, activator_half_digest = null, reset_half_digest = null, used_at = null,
           expires_at = statement_timestamp() + p.set_within
      from access.password_policy p
     where e.account_id = l_a.account_id and p.policy = access.current_policy();
    perform identity.void_secrets(l_a.account_id);
    perform identity.end_sessions(i_c, array(
        select s.session_id from identity.session s where s.account_id = l_a.account_id and s.ended_at is null));
    perform audit.write_consequence(i_c, 'password.voided', 'account', l_a.account_id::text, jsonb_build_object(
        'account', l_a.account_id, 'institution', l_a.institution_id, 'review', i_review.review_id));
    return 'ok';
end;
$$;
comment on function review.apply_account_reset(audit.call, review.review) is 'Effect of account.reset.';
revoke all on function review.apply_account_reset(audit.call, review.review) from public;
