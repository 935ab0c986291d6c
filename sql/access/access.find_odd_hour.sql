-- SPDX-License-Identifier: Apache-2.0
-- access.find_odd_hour: is it now an hour at which people do not work, by the
-- clock of anomalies.json.

create function access.find_odd_hour(i_policy integer) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select h.hour < p.from_hour or h.hour >= p.to_hour
          from access.anomaly_policy p
         cross join lateral (select extract(hour from statement_timestamp() at time zone 'UTC' + p.clock_offset)) h (hour)
         where p.policy = i_policy);
end;
$$;
revoke all on function access.find_odd_hour(integer) from public;
comment on function access.find_odd_hour(integer) is 'Whether it is an odd hour now.';
