-- SPDX-License-Identifier: Apache-2.0
-- review.drop_binding: gives up the device of an account that waits for its
-- confirmation, and with it the review.
-- Tables:  identity.device, review.review; writes device.revoked, review.withdrawn.

create function review.drop_binding(i_c audit.call, i_account uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_d identity.device;
    l_r review.review;
begin
    select d.* into l_d
      from identity.device d
     where d.account_id = i_account and d.state in ('proposed', 'unconfirmed')
       for no key update;
    if not found then
        return;
    end if;
    perform identity.revoke_device(i_c, l_d.device_id);
    select r.* into l_r
      from review.review r
     where r.review_id = l_d.review_id and r.closed_at is null
       for no key update;
    if found then
        perform review.end_review(i_c, l_r, 'withdrawn', null);
    end if;
end;
$$;
comment on function review.drop_binding(audit.call, uuid) is 'Gives up the device of an account that waits for its confirmation.';
revoke all on function review.drop_binding(audit.call, uuid) from public;
