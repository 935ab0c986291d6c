-- SPDX-License-Identifier: Apache-2.0
-- access.project_settings: passwords.json, sessions.json and log.json, a row each.

create function access.project_settings(i_policy integer, i_documents jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into access.password_policy (policy, min_length, min_classes, max_failures, pending, set_within,
                                        memory_kib, iterations, parallelism)
    select i_policy, p.min_length, p.min_classes, p.max_failures,
           make_interval(secs => p.pending_seconds), make_interval(days => p.set_within_days),
           a.memory_kib, a.iterations, a.parallelism
      from jsonb_to_record(i_documents -> 'passwords') p (
               min_length integer, min_classes integer, max_failures integer, pending_seconds integer,
               set_within_days integer, argon2 jsonb),
           jsonb_to_record(p.argon2) a (memory_kib integer, iterations integer, parallelism integer);
    insert into access.session_policy (policy, idle, absolute, terminals, on_limit, service_lifetime, service_terminals)
    select i_policy, make_interval(secs => s.idle_seconds), make_interval(secs => s.absolute_seconds), s.terminals, s.on_limit,
           make_interval(secs => v.seconds), v.terminals
      from jsonb_to_record(i_documents -> 'sessions') s (
               idle_seconds integer, absolute_seconds integer, terminals integer, on_limit text, services jsonb),
           jsonb_to_record(s.services) v (seconds integer, terminals integer);
    insert into access.log_policy (policy, seal_age_max, stranger_entries_per_minute, retention_months)
    select i_policy, make_interval(secs => l.seal_age_max_ms / 1000.0), l.stranger_entries_per_minute, l.retention_months
      from jsonb_to_record(i_documents -> 'log') l (
               seal_age_max_ms integer, stranger_entries_per_minute integer, retention_months integer);
end;
$$;
comment on function access.project_settings(integer, jsonb) is 'Projects passwords.json, sessions.json and log.json.';
revoke all on function access.project_settings(integer, jsonb) from public;
