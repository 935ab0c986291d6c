-- SPDX-License-Identifier: Apache-2.0
-- identity.describe_session: a session as its person sees it.
-- Input:   i_current, the session that asks.

create function identity.describe_session(i_session identity.session, i_current uuid) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'id', i_session.session_id, 'current', i_session.session_id = i_current,
        'device', (select jsonb_build_object('id', d.device_id, 'label', d.label)
                     from identity.device d where d.device_id = i_session.device_id),
        'began_at', ops.format_time(i_session.began_at), 'last_used_at', ops.format_time(i_session.last_used_at),
        'expires_at', ops.format_time(i_session.expires_at));
$$;
comment on function identity.describe_session(identity.session, uuid) is 'A session as its person sees it.';
revoke all on function identity.describe_session(identity.session, uuid) from public;
