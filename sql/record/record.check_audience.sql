-- SPDX-License-Identifier: Apache-2.0
-- record.check_audience: is it "members", or codes of active institutions.

create function record.check_audience(i_audience jsonb) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select case jsonb_typeof(i_audience)
        when 'string' then i_audience = '"members"'
        when 'array' then not exists (
            select from jsonb_array_elements_text(i_audience) a (code)
             where not exists (select from identity.institution i where i.code = a.code and i.state = 'active'))
        else false end;
$$;
comment on function record.check_audience(jsonb) is 'Whether an audience is "members" or codes of active institutions.';
revoke all on function record.check_audience(jsonb) from public;
