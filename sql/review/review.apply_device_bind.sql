-- SPDX-License-Identifier: Apache-2.0
-- review.apply_device_bind: another person has confirmed a device's key
-- (GS-2.1.3).  No device waits for that so far: refused.
-- Result:  ok or facts_moved.

create function review.apply_device_bind(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    return 'facts_moved';
end;
$$;
comment on function review.apply_device_bind(audit.call, review.review) is 'Effect of device.bind.';
revoke all on function review.apply_device_bind(audit.call, review.review) from public;
