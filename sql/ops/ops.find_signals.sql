-- SPDX-License-Identifier: Apache-2.0
-- ops.find_signals: what is unusual about a sign-in whose password was right:
-- a network that is new to the account, an odd hour, a journey that nobody
-- makes, an address with many accounts.  The first sign-in of all is new to
-- nobody.
-- Tables:  ops.sign_in.

create function ops.find_signals(i_c audit.call) returns text[]
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_now     timestamptz := statement_timestamp();
    l_network text := coalesce(ops.read_network(i_c), '');
    l_signals text[] := '{}';
    l_hour    integer;
    l_p       access.anomaly_policy;
    l_last    ops.sign_in;
    l_from    jsonb;
    l_to      jsonb;
    l_km      double precision;
begin
    select * into strict l_p from access.anomaly_policy p where p.policy = i_c.policy;
    select s.* into l_last from ops.sign_in s where s.account_id = i_c.account_id order by s.last_at desc limit 1;
    if l_last.account_id is not null and not exists (
            select from ops.sign_in s
             where s.account_id = i_c.account_id and s.network = l_network and s.last_at > l_now - l_p.known) then
        l_signals := l_signals || 'new_network'::text;
    end if;
    l_hour := extract(hour from l_now at time zone 'UTC' + l_p.clock_offset);
    if l_hour < l_p.from_hour or l_hour >= l_p.to_hour then
        l_signals := l_signals || 'odd_hour'::text;
    end if;
    l_from := ops.find_place(l_p.places, l_last.network);
    l_to   := ops.find_place(l_p.places, l_network);
    -- The great circle, on a sphere of 6371 km; where a place is not known there is none (least would pass over null).
    l_km := case when l_from is not null and l_to is not null then 2 * 6371 * asin(least(1, sqrt(
        power(sind(((l_to ->> 'latitude')::float8 - (l_from ->> 'latitude')::float8) / 2), 2)
        + cosd((l_from ->> 'latitude')::float8) * cosd((l_to ->> 'latitude')::float8)
          * power(sind(((l_to ->> 'longitude')::float8 - (l_from ->> 'longitude')::float8) / 2), 2)))) end;
    if l_km > l_p.travel_speed * greatest(extract(epoch from l_now - l_last.last_at) / 3600, 1.0 / 60) then
        l_signals := l_signals || 'impossible_travel'::text;
    end if;
    if (select count(*) from ops.sign_in s
         where s.address_digest = ops.digest_address(i_c) and s.account_id <> i_c.account_id
           and s.last_at > l_now - l_p.accounts_window) >= l_p.accounts_most then
        l_signals := l_signals || 'many_accounts'::text;
    end if;
    return l_signals;
end;
$$;
comment on function ops.find_signals(audit.call) is 'What is unusual about a sign-in.';
revoke all on function ops.find_signals(audit.call) from public;
