-- SPDX-License-Identifier: Apache-2.0
-- record.check_draft: may there be a draft like this.
-- Input:   as in gateway.create_record.
-- Result:  null, or {pointer, detail} of the first member that may not be.

create function record.check_draft(i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_refusal jsonb := record.check_classification(i_request);
begin
    return case
        when l_refusal is not null then l_refusal
        when length(i_request->>'title') not between 1 and 256 then
            '{"pointer": "/title", "detail": "a title has 1 to 256 characters"}'
        when not record.check_audience(i_request->'audience') then
            '{"pointer": "/audience", "detail": "it is \"members\" or an array of codes of active institutions"}'
        when length(i_request->>'media_type') not between 3 and 128 then
            '{"pointer": "/media_type", "detail": "a media type has 3 to 128 characters"}'
        when i_request->>'expires_at' is not null
             and not coalesce(ops.read_time(i_request->>'expires_at') > statement_timestamp(), false) then
            '{"pointer": "/expires_at", "detail": "it is a time that is still to come, as 2030-12-31T00:00:00Z"}'
        end;
end;
$$;
revoke all on function record.check_draft(jsonb) from public;
comment on function record.check_draft(jsonb) is 'The first member of a draft that may not be.';
