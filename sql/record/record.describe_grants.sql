-- SPDX-License-Identifier: Apache-2.0
-- record.describe_grants: the live grants of an account that reach a record,
-- as a decision reads them.

create function record.describe_grants(i_record record.record, i_account uuid) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
                   'grant', g.grant_id, 'max_level', g.max_level, 'operations', g.operations,
                   'purpose', g.purpose, 'until', ops.format_time(g.until_at))), '[]')
          from record.list_grants(i_record, i_account) g);
end;
$$;
comment on function record.describe_grants(record.record, uuid) is 'The live grants of an account that reach a record, as a decision reads them.';
revoke all on function record.describe_grants(record.record, uuid) from public;
