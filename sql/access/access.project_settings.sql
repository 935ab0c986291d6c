-- SPDX-License-Identifier: Apache-2.0
-- access.project_settings: passwords, sessions, log, anomalies and terms.json, a row each.

create function access.project_settings(i_policy integer, i_documents jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into access.password_policy (policy, min_length, min_classes, max_failures, pending, set_within,
                                        max_age, remembered, memory_kib, iterations, parallelism)
    select i_policy, p.min_length, p.min_classes, p.max_failures,
           make_interval(secs => p.pending_seconds), make_interval(days => p.set_within_days),
           make_interval(days => p.max_age_days), p.remembered,
           a.memory_kib, a.iterations, a.parallelism
      from jsonb_to_record(i_documents -> 'passwords') p (
               min_length integer, min_classes integer, max_failures integer, pending_seconds integer,
               set_within_days integer, max_age_days integer, remembered integer, argon2 jsonb),
           jsonb_to_record(p.argon2) a (memory_kib integer, iterations integer, parallelism integer);
    insert into access.session_policy (policy, idle, absolute, terminals, on_limit, step_up,
                                       code_at_sign_in, code_tiers, code_max_failures, code_window_steps,
                                       renewal_overlap, service_lifetime, service_terminals, service_prefix4, service_prefix6)
    select i_policy, make_interval(secs => s.idle_seconds), make_interval(secs => s.absolute_seconds), s.terminals, s.on_limit,
           make_interval(secs => s.step_up_seconds), c.at_sign_in, c.tiers, c.max_failures, c.window_steps,
           make_interval(secs => s.renewal_overlap_seconds), make_interval(secs => v.seconds), v.terminals,
           v.least_prefix_ipv4, v.least_prefix_ipv6
      from jsonb_to_record(i_documents -> 'sessions') s (
               idle_seconds integer, absolute_seconds integer, terminals integer, on_limit text, step_up_seconds integer,
               renewal_overlap_seconds integer, one_time_code jsonb, services jsonb),
           jsonb_to_record(s.one_time_code) c (at_sign_in boolean, tiers text[], max_failures integer, window_steps integer),
           jsonb_to_record(s.services) v (seconds integer, terminals integer, least_prefix_ipv4 integer, least_prefix_ipv6 integer);
    insert into access.log_policy (policy, seal_age_max, stranger_entries_per_minute, retention_months, notifications)
    select i_policy, make_interval(secs => l.seal_age_max_ms / 1000.0), l.stranger_entries_per_minute, l.retention_months,
           make_interval(days => l.notification_days)
      from jsonb_to_record(i_documents -> 'log') l (
               seal_age_max_ms integer, stranger_entries_per_minute integer, retention_months integer, notification_days integer);
    insert into access.anomaly_policy (policy, from_hour, to_hour, clock_offset, known, accounts_most, accounts_window, travel_speed,
                                       places, penalty_free, penalty_window, penalty_base, penalty_most, change_password, one_time_code)
    select i_policy, (a.hours ->> 'from')::integer, (a.hours ->> 'to')::integer,
           make_interval(mins => (a.hours ->> 'offset_minutes')::integer), make_interval(days => a.known_days),
           (a.accounts ->> 'most')::integer, make_interval(mins => (a.accounts ->> 'minutes')::integer),
           (a.travel ->> 'kilometres_per_hour')::integer, a.travel -> 'places',
           p.free, make_interval(secs => p.window_seconds), make_interval(secs => p.base_seconds), make_interval(secs => p.max_seconds),
           a.change_password, a.one_time_code
      from jsonb_to_record(i_documents -> 'anomalies') a (
               hours jsonb, known_days integer, accounts jsonb, travel jsonb, penalty jsonb, change_password text[], one_time_code text[]),
           jsonb_to_record(a.penalty) p (free integer, window_seconds integer, base_seconds integer, max_seconds integer);
    insert into access.terms_policy (policy, version, required, text)
    select i_policy, t.version, t.required, t.text
      from jsonb_to_record(i_documents -> 'terms') t (version integer, required boolean, text jsonb);
end;
$$;
comment on function access.project_settings(integer, jsonb) is 'Projects passwords.json, sessions.json, log.json, anomalies.json and terms.json.';
revoke all on function access.project_settings(integer, jsonb) from public;
