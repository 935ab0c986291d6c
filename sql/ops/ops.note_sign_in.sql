-- SPDX-License-Identifier: Apache-2.0
-- ops.note_sign_in: what is unusual about a sign-in that succeeded: a network
-- that is new to the account, an odd hour, a journey that nobody makes, an
-- address with many accounts.  Each is an alert; after those that the policy
-- names, a new password is owed.
-- The first sign-in of all is new to nobody.
-- Tables:  ops.sign_in, ops.alert, identity.credential.

create function ops.note_sign_in(i_c audit.call) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_now     timestamptz := statement_timestamp();
    l_network text := coalesce(ops.read_network(i_c), '');
    l_digest  bytea := sha256(convert_to(coalesce(host(ops.read_address(i_c.personal)), ''), 'UTF8'));
    l_hour    integer;
    l_p       access.anomaly_policy;
    l_last    ops.sign_in;
    l_signals text[] := '{}';
    l_from    jsonb;
    l_to      jsonb;
    l_km      double precision;
    l_signal  text;
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
    insert into ops.sign_in as s (account_id, network, address_digest) values (i_c.account_id, l_network, l_digest)
    on conflict (account_id, network) do update set last_at = l_now, address_digest = excluded.address_digest;
    if (select count(*) from ops.sign_in s where s.address_digest = l_digest and s.last_at > l_now - l_p.accounts_window) > l_p.accounts_most then
        l_signals := l_signals || 'many_accounts'::text;
    end if;
    foreach l_signal in array l_signals loop
        perform ops.raise_alert(i_c, l_signal, case l_signal when 'impossible_travel' then 'critical' else 'notice' end, '{}');
    end loop;
    if l_signals && l_p.change_password then
        update identity.credential c set must_change = true where c.account_id = i_c.account_id;
    end if;
end;
$$;
comment on function ops.note_sign_in(audit.call) is 'Finds what is unusual about a sign-in.';
revoke all on function ops.note_sign_in(audit.call) from public;
