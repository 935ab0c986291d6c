-- SPDX-License-Identifier: Apache-2.0
-- review.apply_device_bind: another person has confirmed a device's keys: it
-- counts from now on (GS-2.1.3).
-- Result:  ok, or facts_moved when it was removed, or its account has ended.
-- Tables:  identity.device; writes device.bound.

create function review.apply_device_bind(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_d identity.device;
begin
    update identity.device d
       set state = 'bound', bound_at = statement_timestamp()
      from identity.account a
     where d.device_id = i_review.object_id and d.review_id = i_review.review_id and d.state in ('proposed', 'unconfirmed')
       and a.account_id = d.account_id and a.state in ('active', 'locked')
    returning d.* into l_d;
    if not found then
        return 'facts_moved';
    end if;
    perform identity.announce_device(i_c, l_d);
    return 'ok';
end;
$$;
comment on function review.apply_device_bind(audit.call, review.review) is 'Effect of device.bind.';
revoke all on function review.apply_device_bind(audit.call, review.review) from public;
