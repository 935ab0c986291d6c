-- SPDX-License-Identifier: Apache-2.0
-- identity.keep_activator_half: the other half of an enrolment code, when this
-- review has made an account active or begun it anew.
-- Input:   i_half, SHA-256 of the half.
-- Result:  whether it was due.  Tables: identity.enrolment.

create function identity.keep_activator_half(i_review uuid, i_half bytea) returns boolean
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    update identity.enrolment e
       set activator_half_digest = i_half
      from identity.account a
     where i_review in (a.review_id, e.reset_review_id) and a.state = 'active' and e.account_id = a.account_id
       and e.creator_half_digest is not null and e.activator_half_digest is null and e.used_at is null and i_half is not null;
    return found;
end;
$$;
comment on function identity.keep_activator_half(uuid, bytea) is 'Keeps the activator''s half of an enrolment code.';
revoke all on function identity.keep_activator_half(uuid, bytea) from public;
