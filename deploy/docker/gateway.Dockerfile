# A gateway. Build from the repository's root:  docker build -f deploy/docker/gateway.Dockerfile -t story-gateway .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish gateway/Host -c Release -o /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# The public suffix list tells an outlet's registrable domain.
RUN apt-get update && apt-get install -y --no-install-recommends publicsuffix && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app .
USER app
# 8080: JSON and gRPC-Web; 8081: gRPC.
EXPOSE 8080 8081
ENTRYPOINT ["dotnet", "StoryClustering.Gateway.Host.dll"]
