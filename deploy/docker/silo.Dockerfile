# A silo. Build from the repository's root:  docker build -f deploy/docker/silo.Dockerfile -t story-silo .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish silo/Host -c Release -o /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
USER app
# 11111: other silos; 30000: gateways; 8090: health.
EXPOSE 11111 30000 8090
ENTRYPOINT ["dotnet", "StoryClustering.Silo.dll"]
